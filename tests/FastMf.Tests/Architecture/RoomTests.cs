using System.Text.RegularExpressions;
using System.Xml.Linq;
using FastMf.TestCommon;
using Xunit;

namespace FastMf.Tests.Architecture;

/// <summary>The rooms of the library and what each may use. A new dependency is a decision, to be made here.</summary>
public partial class RoomTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Numerics"] = [],
        ["Threading"] = [],
        ["Data"] = ["Numerics", "Threading"],
        ["Model"] = ["Numerics", "Threading", "Data", "Kernels"],
        ["Solving"] = ["Numerics", "Threading", "Model", "Kernels"],
        ["Training"] = ["Numerics", "Threading", "Data", "Model", "Solving", "Kernels"],
        ["Recommending"] = ["Numerics", "Threading", "Data", "Model", "Solving", "Kernels"],
        ["Hosting"] = ["Data", "Model", "Recommending"],
    };

    public static TheoryData<string> Rooms => [.. Allowed.Keys];

    [Theory, MemberData(nameof(Rooms))]
    public void A_room_uses_only_what_it_may(string room)
    {
        IEnumerable<string> forbidden =
            from file in SourceFile.Below($"FastMf/{room}")
            from used in RoomsUsed(file)
            where used != room && !Allowed[room].Contains(used)
            select $"{file} uses {used}";
        Assert.Empty(forbidden);
    }

    [Theory, MemberData(nameof(Rooms))]
    public void A_room_uses_all_that_it_may(string room) =>
        Assert.Equal(Allowed[room].Order(), SourceFile.Below($"FastMf/{room}").SelectMany(RoomsUsed).Distinct().Where(used => used != room).Order());

    [Fact]
    public void Every_folder_is_a_room() => Assert.Equal(
        Allowed.Keys.Order(),
        SourceFile.Below("FastMf").Select(file => file.Name.Split('/')).Where(parts => parts.Length > 2).Select(parts => parts[1]).Distinct().Order());

    [Fact]
    public void Every_file_is_in_the_namespace_of_its_folder() => Assert.All(
        SourceFile.Below("FastMf", "FastMf.Evaluation", "FastMf.Extensions.Hosting", "FastMf.Kernels", "FastMf.Testing", "FastMf.Cli"),
        file => Assert.Equal([file.Folder.Replace('/', '.')], NamespaceDeclaration().Matches(file.Code).Select(match => match.Groups[1].Value)));

    [Fact]
    public void The_kernels_use_the_base_class_library_alone()
    {
        Assert.All(SourceFile.Below("FastMf.Kernels"), file => Assert.All(
            UsingDirective().Matches(file.Code).Select(match => match.Groups[1].Value),
            used => Assert.Matches(@"^(System|FastMf\.Kernels)(\.|$)", used)));
        Assert.Empty(References("FastMf.Kernels"));
    }

    [Fact]
    public void The_library_uses_the_kernels_the_base_class_library_and_two_packages_alone()
    {
        Assert.All(SourceFile.Below("FastMf"), file => Assert.All(
            UsingDirective().Matches(file.Code).Select(match => match.Groups[1].Value),
            used => Assert.Matches(@"^(System|FastMf|CommunityToolkit\.HighPerformance)(\.|$)", used)));
        Assert.Equal(
            ["CommunityToolkit.HighPerformance", "System.Numerics.Tensors", "../FastMf.Kernels/FastMf.Kernels.csproj"],
            References("FastMf"));
    }

    private static IEnumerable<string> References(string project) =>
        XDocument.Load(Path.Combine(Repository.Root, "src", project, project + ".csproj"))
            .Descendants()
            .Where(element => element.Name.LocalName is "PackageReference" or "ProjectReference" or "Reference")
            .Select(element => element.Attribute("Include")!.Value);

    /// <summary>By a using directive or by a qualified name, from the root or from inside FastMf.</summary>
    private static IEnumerable<string> RoomsUsed(SourceFile file) =>
        QualifiedName().Matches(file.Code).Select(match => match.Groups[1].Value).Distinct();

    [GeneratedRegex(@"(?<![\w.])(?:global::)?(?:FastMf\.)?(Numerics|Threading|Data|Model|Solving|Training|Recommending|Hosting|Kernels)(?=\.[A-Z]|;)(?<!namespace [\w.]+)")]
    private static partial Regex QualifiedName();

    [GeneratedRegex(@"^(?:global )?using (?:static )?(?:\w+ = )?(?:global::)?([\w.]+)(?=[;<])", RegexOptions.Multiline)]
    private static partial Regex UsingDirective();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceDeclaration();
}
