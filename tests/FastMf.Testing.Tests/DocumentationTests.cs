using System.Text.RegularExpressions;
using FastMf.TestCommon;
using Xunit;

namespace FastMf.Testing.Tests;

public sealed partial class DocumentationTests
{
    [Fact]
    public void The_sample_of_the_page_is_the_code_that_is_compiled()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "testing.md"));
        string source = File.ReadAllText(Path.Combine(Repository.Root, "tests", "FastMf.Testing.Tests", "OwnKernelSample.cs"));

        // In this project the compiler needs no using for these; the reader does.
        string usings = $"using FastMf.Testing;\nusing FastMf.Testing.Cases;\n{source.Split("namespace")[0]}";
        string body = Indentation().Replace(source.Split("        // begin\n")[1].Split("        // end")[0], "");
        string block = Sample().Matches(page)[0].Groups[1].Value;
        Assert.Equal(usings + body, block);
        Assert.InRange(body.Split('\n').Count(line => line.Trim().Length > 1 && !line.Contains("//", StringComparison.Ordinal)), 1, 20);
    }

    [Fact]
    public void The_sample_of_the_page_runs() => OwnKernelSample.Run();

    /// <summary>xunit runs it.</summary>
    [Fact]
    public void The_xunit_sample_of_the_page_is_the_code_that_is_compiled()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "testing.md"));
        string source = File.ReadAllText(Path.Combine(Repository.Root, "tests", "FastMf.Testing.Tests", "OwnKernelProperties.cs"));
        string usings = source.Split("namespace")[0]
            .Replace("using FastMf.Testing.Memory;", "using FastMf.Testing.Cases;\nusing FastMf.Testing.Memory;", StringComparison.Ordinal);
        Assert.Equal(usings + Marked().Match(source).Groups["code"].Value, Sample().Matches(page)[2].Groups[1].Value);
    }

    [Fact]
    public void The_trainer_of_the_page_is_the_code_that_is_compiled()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "testing.md"));
        string source = File.ReadAllText(Path.Combine(Repository.Root, "tests", "FastMf.Testing.Tests", "OwnTrainerSample.cs"));
        IEnumerable<string> parts = Marked().Matches(source).Select(
            part => Regex.Replace(part.Groups["code"].Value, $"^{part.Groups["indent"].Value}", "", RegexOptions.Multiline));
        string expected = source.Split("namespace")[0] + string.Join('\n', parts).TrimEnd('\n') + "\n";
        Assert.Equal(expected, Sample().Matches(page)[1].Groups[1].Value);
    }

    [Fact]
    public void The_trainer_of_the_page_keeps_the_laws() => OwnTrainerSample.Run();

    [Fact]
    public void The_page_names_every_law_and_every_reference()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "testing.md"));
        string[] laws = Enum.GetNames<Conformance.TrainerLaws>();
        IEnumerable<string> types = typeof(PropertyCheck).Assembly.GetExportedTypes().Select(type => type.Name)
            .Where(name => !name.EndsWith("Exception", StringComparison.Ordinal));
        Assert.All(laws.Concat(types), name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    [GeneratedRegex("^(?<indent> *)// begin\n(?<code>.*?)^ *// end$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Marked();

    [GeneratedRegex("^        ", RegexOptions.Multiline)]
    private static partial Regex Indentation();

    [GeneratedRegex("^```csharp\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Sample();
}
