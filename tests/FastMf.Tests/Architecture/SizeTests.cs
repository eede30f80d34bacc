using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace FastMf.Tests.Architecture;

/// <summary>What is read as a whole fits the screen and the head. The length of lines is checked by the build.</summary>
public class SizeTests
{
    private const int MostLinesOfFile = 400;
    private const int MostLinesOfMethod = 70;

    /// <summary>Tiles of accumulators in registers: registers have no index, so their loops are written out.</summary>
    private static readonly string[] Unrolled =
    [
        "FastMf.Kernels/Cholesky/CholeskyTiles.cs",
        "FastMf.Kernels/Cholesky/Interleaved/InterleavedTile.cs",
        "FastMf.Kernels/Instructions/Blocks/GatheringTiles.cs",
    ];

    public static TheoryData<string> Packages => LayerTests.Packages;

    [Theory, MemberData(nameof(Packages))]
    public void No_file_is_too_long(string package) => Assert.Empty(
        SourceFile.Below(package)
            .Select(file => (file.Name, Lines: file.Text.AsSpan().Count('\n')))
            .Where(file => file.Lines > MostLinesOfFile)
            .Select(file => $"{file.Name} has {file.Lines} lines"));

    [Theory, MemberData(nameof(Packages))]
    public void No_method_is_too_long(string package) => Assert.Empty(
        SourceFile.Below(package)
            .Where(file => !Unrolled.Contains(file.Name))
            .SelectMany(file => Methods(file.Text).Select(method => (file.Name, method.Line, method.Lines)))
            .Where(method => method.Lines > MostLinesOfMethod)
            .Select(method => $"{method.Name}:{method.Line} has {method.Lines} lines"));

    [Fact]
    public void A_method_is_measured_with_its_attributes_and_without_its_comment()
    {
        const string Source = """
            class Some
            {
                /// <summary>Is no part.</summary>
                [Fact]
                void First()
                {
                    if (true) { }
                }

                int Second(int x) =>
                    x;
            }
            """;
        Assert.Equal([(4, 5), (10, 2)], Methods(Source));
    }

    /// <summary>The methods, constructors, operators and accessors of a source: the line each begins on and how many it has.</summary>
    private static IEnumerable<(int Line, int Lines)> Methods(string source)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Latest));
        return tree.GetRoot().DescendantNodes()
            .Where(node => node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax)
            .Select(node => tree.GetLineSpan(node.Span))
            .Select(span => (span.StartLinePosition.Line + 1, span.EndLinePosition.Line - span.StartLinePosition.Line + 1));
    }
}
