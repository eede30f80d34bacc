using FastMf.Kernels;
using FastMf.Testing.Memory;
using FastMf.Testing.References;
using FsCheck.Xunit;
using Xunit;

namespace FastMf.Testing.Tests;

// begin
[Properties(Arbitrary = [typeof(CaseArbitraries)])]
public class OwnKernelProperties
{
    /// <summary>The sizes that a dot product has: two alignments and a rank. Sizes shrink towards the left end of their range.</summary>
    public sealed record PairCase([Between(1, 200)] int Rank, [Between(0, 15)] int First, [Between(0, 15)] int Second, int Seed)
        : SeededCase(Seed);

    [Property(MaxTest = 200)]
    public void A_dot_product_is_that_of_a_plain_loop(PairCase drawn)
    {
        using var x = new PlacedFactors(drawn.Random(stream: 0), rows: 1, drawn.Rank, drawn.First);
        using var y = new PlacedFactors(drawn.Random(stream: 1), rows: 1, drawn.Rank, drawn.Second);
        Assert.Equal(NaiveAlgebra.Dot(x.View.Row(0), y.View.Row(0)), KernelSet.Best.Dot(x.View.PaddedRow(0), y.View.PaddedRow(0)), 1e-3);
    }
}
// end
