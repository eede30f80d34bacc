using System.Text.RegularExpressions;
using FastMf.TestCommon;

namespace FastMf.Tests.Architecture;

/// <summary>A C# file of the repository's src folder.</summary>
internal sealed partial class SourceFile
{
    private SourceFile(string path)
    {
        Name = System.IO.Path.GetRelativePath(System.IO.Path.Combine(Repository.Root, "src"), path).Replace('\\', '/');
        Text = File.ReadAllText(path);
        Code = CommentOrString().Replace(Text, match => match.Value[0] == '/' ? " " : "\"\"");
    }

    /// <summary>The path below src, with slashes.</summary>
    public string Name { get; }

    public string Text { get; }

    /// <summary>The text without comments, and with every string literal empty.</summary>
    public string Code { get; }

    public string Folder => Name[..Name.LastIndexOf('/')];

    /// <summary>The files below each of the folders of src.</summary>
    public static IReadOnlyList<SourceFile> Below(params string[] folders) => [.. folders.SelectMany(BelowOne)];

    public bool Mentions(Regex words) => words.IsMatch(Code);

    public override string ToString() => Name;

    private static SourceFile[] BelowOne(string folder)
    {
        string root = System.IO.Path.Combine(Repository.Root, "src", folder);
        SourceFile[] files =
        [
            .. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
                .Where(path => !BuildOutput().IsMatch(System.IO.Path.GetRelativePath(root, path)))
                .Order(StringComparer.Ordinal)
                .Select(path => new SourceFile(path)),
        ];
        return files.Length > 0 ? files : throw new DirectoryNotFoundException($"There are no sources in {root}.");
    }

    // In this order: a comment holds quotes, a raw string holds quotes, a verbatim string holds backslashes, a quote may be a character.
    [GeneratedRegex(
        """//[^\n]*|/\*.*?\*/|\"{3,}.*?\"{3,}|(?:@\$?|\$@)\"(?:[^\"]|\"\")*\"|\"(?:\\.|[^\"\\\n])*\"|'(?:\\[^\n]+?|[^'\\\n])'""",
        RegexOptions.Singleline)]
    private static partial Regex CommentOrString();

    [GeneratedRegex(@"(^|[\\/])(bin|obj)[\\/]")]
    private static partial Regex BuildOutput();
}
