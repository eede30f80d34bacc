using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using FastMf.TestCommon;

namespace FastMf.Kernels.Tests.Documentation;

/// <summary>
/// Every kernel has one example, which is run: in its comment, in docs/kernels.md and in <see cref="KernelExamples"/> alike.
/// </summary>
public class KernelDocumentationTests
{
    private static readonly string Source =
        File.ReadAllText(Path.Combine(Repository.Root, "tests", "FastMf.Kernels.Tests", "Documentation", "KernelExamples.cs"));

    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "kernels.md"));

    private static readonly XDocument Comments = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "FastMf.Kernels.xml"));

    public static TheoryData<string> Kernels =>
    [
        .. typeof(KernelSet).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => !method.IsSpecialName)
            .Select(method => method.Name)
            .Distinct(),
    ];

    [Theory, MemberData(nameof(Kernels))]
    public void The_example_of_the_comment_is_run(string kernel)
    {
        XElement example = Assert.Single(Comments.Descendants("member")
            .Where(member => member.Attribute("name")!.Value.StartsWith($"M:FastMf.Kernels.KernelSet.{kernel}(", StringComparison.Ordinal))
            .Elements("example"));
        Assert.Equal(ExampleOf(kernel), WithoutIndentation(example.Value));
    }

    [Theory, MemberData(nameof(Kernels))]
    public void The_example_of_the_page_is_run(string kernel) => Assert.Equal(
        ExampleOf(kernel),
        Assert.Single(Regex.Matches(
            Page, $@"^### {kernel}$(?:(?!^### ).)*?^```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline))
            .Groups["code"].Value.TrimEnd());

    [Fact]
    public void The_page_has_no_other_code() =>
        Assert.Equal(Kernels.Count, Regex.Count(Page, "^```csharp$", RegexOptions.Multiline));

    private static string ExampleOf(string kernel)
    {
        Match body = Regex.Match(
            Source, $@"public void {kernel}\(\)\n    {{\n        // begin\n(?<code>.*?)\n\n        // end\n", RegexOptions.Singleline);
        Assert.True(body.Success, $"KernelExamples.cs has no example of {kernel}.");
        return WithoutIndentation(body.Groups["code"].Value);
    }

    private static string WithoutIndentation(string code)
    {
        string[] lines = code.TrimEnd().Split('\n').SkipWhile(string.IsNullOrWhiteSpace).ToArray();
        int indentation = lines.Where(line => !string.IsNullOrWhiteSpace(line)).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length < indentation ? "" : line[indentation..].TrimEnd()));
    }
}
