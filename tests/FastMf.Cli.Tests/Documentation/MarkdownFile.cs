using System.Text.RegularExpressions;
using FastMf.TestCommon;

namespace FastMf.Cli.Tests.Documentation;

/// <summary>A page of the documentation and its fenced blocks of code.</summary>
internal sealed partial record MarkdownFile(string Name)
{
    /// <summary>The README and every page in docs/.</summary>
    public static IEnumerable<string> All =>
        Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md")
            .Select(path => $"docs/{Path.GetFileName(path)}").Order(StringComparer.Ordinal)
            .Prepend("README.md");

    public string Text { get; } = File.ReadAllText(Path.Combine(Repository.Root, Name));

    /// <summary>The commands in the blocks that are marked <c>sh</c>, without comments.</summary>
    public IEnumerable<string> Commands =>
        Blocks("sh").SelectMany(block => block.Split('\n')).Where(line => line.Length > 0 && line[0] != '#');

    /// <summary>The contents of the blocks that are marked with a language.</summary>
    public IEnumerable<string> Blocks(string language) =>
        Fences().Matches(Text).Where(match => match.Groups["language"].Value == language).Select(match => match.Groups["content"].Value);

    /// <summary>The words of a command; double quotes hold a word together.</summary>
    public static string[] Words(string command) =>
        [.. Word().Matches(command).Select(match => match.Value.Replace("\"", "", StringComparison.Ordinal))];

    [GeneratedRegex("^```(?<language>\\w+)\n(?<content>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fences();

    [GeneratedRegex("(\"[^\"]*\"|\\S)+")]
    private static partial Regex Word();
}
