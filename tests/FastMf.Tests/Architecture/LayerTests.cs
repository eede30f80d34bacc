using System.Text.RegularExpressions;
using System.Xml.Linq;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnit;
using FastMf.TestCommon;
using Xunit;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace FastMf.Tests.Architecture;

/// <summary>
/// The layers of docs/architecture.md use what the table there says, seen twice: in the sources, which name constants that a compiler
/// copies, and in the assemblies, which hold types that no source names.
/// </summary>
public partial class LayerTests
{
    private static readonly ArchUnitNET.Domain.Architecture Libraries = new ArchLoader()
        .LoadAssemblies([.. Layer.Packages.Where(package => package != Layer.Tool).Select(System.Reflection.Assembly.Load)])
        .Build();

    private static readonly Regex NamedLayer = LayerNames();

    public static TheoryData<string> Layers => [.. Layer.All.Select(layer => layer.Folder)];

    public static TheoryData<string> Packages => [.. Layer.Packages];

    [Fact]
    public void Every_folder_of_the_sources_is_a_layer_or_consists_of_layers() => Assert.All(
        SourceFile.Below([.. Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(path => Path.GetFileName(path))]),
        file => Assert.True(
            Layer.Of(Namespace(file)) is not null
                || Layer.All.Any(layer => layer.Folder.StartsWith(file.Folder + "/", StringComparison.Ordinal)),
            $"{file} is in no layer."));

    [Theory, MemberData(nameof(Layers))]
    public void The_sources_of_a_layer_name_only_what_it_may_use(string folder)
    {
        Layer layer = Find(folder);
        IEnumerable<string> forbidden =
            from file in layer.Sources
            from used in LayersNamed(file)
            where used != layer && layer.EntryFor(used) is null
            select $"{file} uses {used}";
        Assert.Empty(forbidden);
        Assert.All(layer.Sources, file => Assert.All(
            UsingDirective().Matches(file.Code).Select(match => match.Groups[1].Value),
            used => Assert.True(layer.MayName(used), $"{file} uses {used}.")));
    }

    [Theory, MemberData(nameof(Layers))]
    public void The_types_of_a_layer_depend_only_on_what_it_may_use(string folder)
    {
        Layer layer = Find(folder);
        IEnumerable<Layer> others = Layer.All.Where(other => other != layer && other.Package != Layer.Tool);
        foreach (Layer forbidden in others.Where(other => layer.EntryFor(other) is null))
        {
            Types().That().Are(TypesOf(layer)).Should().NotDependOnAny(Types().That().Are(TypesOf(forbidden)))
                .WithoutRequiringPositiveResults()
                .Check(Libraries);
        }
    }

    [Theory, MemberData(nameof(Layers))]
    public void A_layer_uses_all_that_it_may(string folder)
    {
        Layer layer = Find(folder);
        IEnumerable<Layer?> seen = TypesOf(layer)
            .SelectMany(type => type.Dependencies)
            .Select(dependency => Layer.Of(dependency.Target.Namespace?.FullName));
        IEnumerable<string?> own = layer.Sources.SelectMany(LayersNamed)
            .Concat(seen)
            .OfType<Layer>()
            .Where(used => used != layer)
            .Select(layer.EntryFor);
        IEnumerable<string?> foreign = layer.Sources
            .SelectMany(file => UsingDirective().Matches(file.Code).Select(match => match.Groups[1].Value))
            .Concat(layer.Folder == layer.Package ? References(layer.Package) : [])
            .Select(layer.EntryFor);
        Assert.Equal(layer.Uses.Order(), own.Concat(foreign).OfType<string>().Distinct().Order());
    }

    [Theory, MemberData(nameof(Packages))]
    public void A_package_refers_only_to_what_its_layers_use(string package) => Assert.All(
        References(package),
        name => Assert.Contains(Layer.All, layer => layer.Package == package && layer.EntryFor(name) is not null));

    /// <summary>Those of the kernels are the library's and the evaluation's too: what nobody else can use is not public.</summary>
    [Theory, MemberData(nameof(Packages))]
    public void Internals_are_for_tests_and_measurements_only(string package) => Assert.All(
        Included(package, "InternalsVisibleTo").Except(package == "FastMf.Kernels" ? ["FastMf", "FastMf.Evaluation"] : []),
        name => Assert.Matches(@"^FastMf\.(\w+\.)*(Tests|Perf)$", name));

    [Theory, MemberData(nameof(Packages))]
    public void Every_file_is_in_the_namespace_of_its_folder(string package) => Assert.All(
        SourceFile.Below(package),
        file => Assert.Equal([Namespace(file)], NamespaceDeclaration().Matches(file.Code).Select(match => match.Groups[1].Value)));

    private static Layer Find(string folder) => Layer.All.Single(layer => layer.Folder == folder);

    private static string Namespace(SourceFile file) => file.Folder.Replace('/', '.');

    private static IEnumerable<IType> TypesOf(Layer layer) => Libraries.Types.Where(type => Layer.Of(type.Namespace?.FullName) == layer);

    /// <summary>The packages and projects that a project refers to.</summary>
    private static IEnumerable<string> References(string package) =>
        Included(package, "PackageReference", "ProjectReference", "Reference")
            .Select(name => name.EndsWith(".csproj", StringComparison.Ordinal) ? Path.GetFileNameWithoutExtension(name) : name);

    private static IEnumerable<string> Included(string package, params string[] items) =>
        XDocument.Load(Path.Combine(Repository.Root, "src", package, package + ".csproj"))
            .Descendants()
            .Where(element => items.Contains(element.Name.LocalName))
            .Select(element => element.Attribute("Include")!.Value);

    /// <summary>By a using directive or by a qualified name, from the root or from inside FastMf.</summary>
    private static IEnumerable<Layer> LayersNamed(SourceFile file) =>
        NamedLayer.Matches(file.Code)
            .Select(match => Layer.All.Single(layer => layer.Namespace == "FastMf." + match.Groups[1].Value))
            .Distinct();

    private static Regex LayerNames()
    {
        IEnumerable<string> names = Layer.All
            .Select(layer => Regex.Escape(layer.Namespace["FastMf.".Length..]))
            .OrderByDescending(name => name.Length);
        return new Regex($@"(?<![\w.])(?:global::)?(?:FastMf\.)?({string.Join('|', names)})(?=\.[A-Z]|;)(?<!namespace [\w.]+)");
    }

    [GeneratedRegex(@"^(?:global )?using (?:static )?(?:\w+ = )?(?:global::)?([\w.]+)(?=[;<])", RegexOptions.Multiline)]
    private static partial Regex UsingDirective();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceDeclaration();
}
