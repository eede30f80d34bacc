using System.Text.RegularExpressions;
using FastMf.TestCommon;

namespace FastMf.Tests.Architecture;

/// <summary>
/// A row of the table of layers in docs/architecture.md: a folder of src, which is a package or a part of one, and what it uses.
/// </summary>
internal sealed partial record Layer(string Folder, string[] Uses)
{
    /// <summary>The package of the tool: the outermost layer, and no library.</summary>
    public const string Tool = "FastMf.Cli";

    private const string Document = "docs/architecture.md";

    /// <summary>All layers, in the order of the table. A new dependency is a decision, to be made there.</summary>
    public static IReadOnlyList<Layer> All { get; } = [.. Read()];

    public static IReadOnlyList<string> Packages { get; } = [.. All.Select(layer => layer.Package).Distinct()];

    public string Namespace => Folder.Replace('/', '.');

    public string Package => Folder.Split('/')[0];

    public IReadOnlyList<SourceFile> Sources => SourceFile.Below(Folder);

    /// <summary>The layer that a namespace belongs to; none for the root of a package in layers and for other people's packages.</summary>
    public static Layer? Of(string? space) =>
        All.Where(layer => IsWithin(space, layer.Namespace)).MaxBy(layer => layer.Namespace.Length);

    public static bool IsWithin(string? space, string parent) =>
        space is not null && (space == parent || space.StartsWith(parent + ".", StringComparison.Ordinal));

    /// <summary>The entry by which this layer may use another: its name beside this one in a package, or its package.</summary>
    public string? EntryFor(Layer other) => Uses.FirstOrDefault(entry => entry == other.Package || $"{Package}/{entry}" == other.Folder);

    /// <summary>The entry for a namespace or a package from outside, or for a package of this repository.</summary>
    public string? EntryFor(string name) =>
        Uses.FirstOrDefault(entry => entry == name || (!IsWithin(entry, "FastMf") && IsWithin(name, entry)));

    /// <summary>Whether a namespace is the base class library, of this package's root or in the table's row.</summary>
    public bool MayName(string space) => Of(space) is { } other
        ? other == this || EntryFor(other) is not null
        : IsWithin(space, "System") || space == Package || EntryFor(space) is not null;

    public override string ToString() => Folder;

    private static IEnumerable<Layer> Read()
    {
        string section = Section().Match(File.ReadAllText(Path.Combine(Repository.Root, Document))).Value;
        return Row().Matches(section).Select(row => new Layer(
            row.Groups["folder"].Value,
            row.Groups["uses"].Value is "the BCL" ? [] : row.Groups["uses"].Value.Split(", ")));
    }

    [GeneratedRegex("^## Layers$.*?(?=^## )", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Section();

    [GeneratedRegex(@"^\| `src/(?<folder>[\w./]+)` \|[^|]*\| (?<uses>[\w., ]+?) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
