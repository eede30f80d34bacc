using System.Runtime.CompilerServices;
using FastMf.Kernels;
using FastMf.Model;
using FastMf.Numerics;
using Xunit;

namespace FastMf.Tests.Model;

public class FactorMatrixTests
{
    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(3, 1, 48)]
    [InlineData(3, 16, 48)]
    [InlineData(3, 17, 96)]
    [InlineData(134_217_728, 16, 2_147_483_648)]
    [InlineData(int.MaxValue, 4096, 8_796_093_018_112)]
    public void The_number_of_floats_is_computed_in_64_bits(int rows, int rank, long floats) =>
        Assert.Equal(floats, FactorMatrix.FloatCount(rows, rank));

    [Fact]
    public void Rows_beyond_2_to_the_31_floats_have_their_right_places()
    {
        using var matrix = new FactorMatrix(1, 100);
        var view = new FactorView(ref matrix.View.Origin(0), int.MaxValue, 100);

        // Only addresses are computed; no memory behind the first row is touched.
        const long LastRow = int.MaxValue - 1;
        Assert.Equal(LastRow * 112 * sizeof(float), Unsafe.ByteOffset(ref view.Origin(0), ref view.Origin((nint)LastRow)));
        int rows = 50_000_000;
        Assert.True(Unsafe.AreSame(ref view.Origin(rows), ref matrix.Buffer.Slice((nint)rows * 112, 1)[0]));
    }

    [Fact]
    public void A_new_matrix_is_zero_and_aligned_to_cache_lines()
    {
        using var matrix = new FactorMatrix(5, 33);
        Assert.Equal((5, 33, 48), (matrix.RowCount, matrix.Rank, matrix.Stride));
        for (int row = 0; row < 5; row++)
        {
            Assert.Equal(33, matrix.Row(row).Length);
            Assert.Equal(new float[48], matrix.View.PaddedRow(row).ToArray());
            Assert.Equal(0, Unsafe.ByteOffset(ref Unsafe.NullRef<float>(), ref matrix.View.Origin(row)) % 64);
        }
    }

    [Fact]
    public void Numbers_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("rowCount", () => new FactorMatrix(-1, 4));
        Assert.Throws<ArgumentOutOfRangeException>("rank", () => new FactorMatrix(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("rank", () => new FactorMatrix(1, KernelSet.MaximumRank + 1));
        using var matrix = new FactorMatrix(3, 4);
        Assert.Throws<ArgumentOutOfRangeException>("row", () => matrix.Row(-1).Length);
        Assert.Throws<ArgumentOutOfRangeException>("row", () => matrix.Row(3).Length);
    }

    [Fact]
    public void A_disposed_matrix_says_so_and_may_be_disposed_of_again()
    {
        var matrix = new FactorMatrix(3, 4);
        matrix.Dispose();
        matrix.Dispose();
        Assert.Throws<ObjectDisposedException>(() => matrix.Row(0).Length);
        Assert.Throws<ObjectDisposedException>(() => matrix.View.Rank);
    }

    [Fact]
    public void A_forgotten_matrix_gives_its_memory_back()
    {
        // A long weak reference still sees the object after its finalizer, unless another collection comes in between.
        AlignedBuffer? finalized = null;
        for (int attempt = 0; attempt < 10 && finalized is null; attempt++)
        {
            WeakReference forgotten = Forget();
            GC.Collect();
            GC.WaitForPendingFinalizers();
            finalized = (AlignedBuffer?)forgotten.Target;
        }

        Assert.NotNull(finalized);
        Assert.True(finalized.IsDisposed);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Forget() => new(new FactorMatrix(1000, 16).Buffer, trackResurrection: true);
}
