using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance;
using FastMf.Kernels;
using FastMf.Model;
using Xunit;

namespace FastMf.Tests.Model;

/// <summary>Factors are numbered by row and column; all that is padding is NaN, so that nobody reads it unseen.</summary>
public class FactorViewExtensionsTests
{
    public static TheoryData<int, int> Shapes => new()
    {
        { 0, 1 }, { 0, 5 }, { 0, 16 }, { 1, 1 }, { 1, 5 }, { 1, 16 }, { 3, 1 }, { 3, 5 }, { 3, 16 }, { 4, 17 }, { 2, 100 },
    };

    [Theory, MemberData(nameof(Shapes))]
    public void A_span_of_two_dimensions_holds_the_factors_and_no_padding(int rows, int rank)
    {
        Span2D<float> span = new FactorView(Numbered(rows, rank), rows, rank).AsSpan2D();
        Assert.Equal((rows, rank, rows * rank), (span.Height, span.Width, span.Length));
        for (int row = 0; row < rows; row++)
        {
            Assert.Equal(Row(row, rank), span.GetRowSpan(row).ToArray());
        }

        Assert.Equal(All(rows, rank), span.ToArray().Cast<float>());
    }

    [Theory, MemberData(nameof(Shapes))]
    public void A_tensor_holds_the_factors_and_no_padding(int rows, int rank)
    {
        FactorView view = new(Numbered(rows, rank), rows, rank);
        TensorSpan<float> tensor = view.AsTensorSpan();
        Assert.Equal([rows, rank], tensor.Lengths.ToArray());
        Assert.Equal([rows > 1 ? view.Stride : 0, rank > 1 ? 1 : 0], tensor.Strides.ToArray());
        Assert.Equal(rows * rank, tensor.FlattenedLength);
        var factors = new List<float>();
        foreach (float value in tensor)
        {
            factors.Add(value);
        }

        Assert.Equal(All(rows, rank), factors);
        for (int row = 0; row < rows; row++)
        {
            Assert.Equal(Row(row, rank)[^1], tensor[row, rank - 1]);
        }
    }

    [Fact]
    public void Some_columns_of_a_matrix_have_views_too()
    {
        FactorView columns = new FactorView(Numbered(3, 40), 3, 40).Columns(16, 24);
        float[] expected = [.. Enumerable.Range(0, 3).SelectMany(row => Row(row, 40)[16..])];
        Assert.Equal(expected, columns.AsSpan2D().ToArray().Cast<float>());
        Assert.Equal(expected[24], columns.AsTensorSpan()[1, 0]);
    }

    [Fact]
    public void What_is_written_to_a_view_is_in_the_factors()
    {
        float[] data = Numbered(3, 5);
        FactorView view = new(data, 3, 5);
        view.AsSpan2D()[1, 4] = -1;
        view.AsTensorSpan()[2, 0] = -2;
        Assert.Equal((-1, -2), (data[20], data[32]));
    }

    /// <summary>Only addresses are computed; no memory behind the first row is touched.</summary>
    [Fact]
    public void Views_of_more_than_2_to_the_31_floats_have_their_rows_in_the_right_places()
    {
        using var matrix = new FactorMatrix(1, 100);
        ref float origin = ref matrix.View.Origin(0);
        var view = new FactorView(ref origin, int.MaxValue, 100);
        const int LastRow = int.MaxValue - 1;
        const long Offset = ((long)LastRow * 112 + 99) * sizeof(float);
        Span2D<float> span = view.AsSpan2D();
        Assert.Equal(int.MaxValue * 100L, span.Length);
        Assert.Equal(Offset, Unsafe.ByteOffset(ref origin, ref span.DangerousGetReferenceAt(LastRow, 99)));
        TensorSpan<float> tensor = view.AsTensorSpan();
        Assert.Equal(int.MaxValue * 100L, tensor.FlattenedLength);
        Assert.Equal(Offset, Unsafe.ByteOffset(ref origin, ref tensor[LastRow, 99]));
    }

    [Fact]
    public void More_rows_than_an_integer_counts_are_a_tensor_and_no_span()
    {
        using var matrix = new FactorMatrix(1, 16);
        nint rows = int.MaxValue;
        rows++;
        var refusal = Assert.Throws<ArgumentException>(
            "view", () => new FactorView(ref matrix.View.Origin(0), rows, 16).AsSpan2D().Height);
        Assert.StartsWith("The view has 2147483648 rows, and a Span2D at most 2147483647", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(rows * 16, new FactorView(ref matrix.View.Origin(0), rows, 16).AsTensorSpan().FlattenedLength);
    }

    [Fact]
    public void Padded_rows_become_the_view_they_were()
    {
        float[] data = Numbered(3, 20);
        FactorView view = data.AsSpan().AsSpan2D(3, 32).AsFactorView(20);
        Assert.Equal((3, 20, 32), ((int)view.RowCount, view.Rank, view.Stride));
        Assert.Equal(Row(2, 20), view.Row(2).ToArray());
        Assert.True(Unsafe.AreSame(ref data[32], ref view.PaddedRow(1)[0]));
        Assert.Equal(0, Span2D<float>.Empty.AsFactorView(20).RowCount);
    }

    [Fact]
    public void Rows_that_the_kernels_could_not_read_are_refused()
    {
        float[] data = new float[200];
        Assert.Throws<ArgumentException>("paddedRows", () => data.AsSpan().AsSpan2D(3, 20).AsFactorView(20).Rank);
        Assert.Throws<ArgumentException>("paddedRows", () => data.AsSpan().AsSpan2D(3, 32).AsFactorView(33).Rank);
        Assert.Throws<ArgumentException>("paddedRows", () => new Span2D<float>(data, 0, 3, 32, 16).AsFactorView(32).Rank);
        Assert.Throws<ArgumentOutOfRangeException>("rank", () => data.AsSpan().AsSpan2D(3, 32).AsFactorView(0).Rank);
    }

    [Theory, MemberData(nameof(Shapes))]
    public void A_matrix_has_the_same_views_and_copies_from_one(int rows, int rank)
    {
        float[] data = Numbered(rows, rank);
        using FactorMatrix matrix = FactorMatrix.CopyOf(new FactorView(data, rows, rank).AsSpan2D());
        Assert.Equal((rows, rank), (matrix.RowCount, matrix.Rank));
        Assert.Equal(All(rows, rank), matrix.AsSpan2D().ToArray().Cast<float>());
        Assert.Equal([rows, rank], matrix.AsTensorSpan().Lengths.ToArray());
        for (int row = 0; row < rows; row++)
        {
            Assert.Equal(rank, matrix.AsTensorSpan()[row, rank - 1] % 1000);
            Assert.All(matrix.View.PaddedRow(row)[rank..].ToArray(), padding => Assert.Equal(0, padding));
        }
    }

    [Fact]
    public void A_copy_of_an_array_of_two_dimensions_has_its_rows()
    {
        float[,] array = { { 1, 2, 3 }, { 4, 5, 6 } };
        using FactorMatrix matrix = FactorMatrix.CopyOf(array);
        Assert.Equal([4f, 5, 6], matrix.Row(1).ToArray());
        Assert.Throws<ArgumentException>("factors", () => FactorMatrix.CopyOf(new float[2, 0]));
        Assert.Throws<ArgumentException>("factors", () => FactorMatrix.CopyOf(new float[2, KernelSet.MaximumRank + 1]));
    }

    [Fact]
    public void A_disposed_matrix_has_no_views()
    {
        var matrix = new FactorMatrix(3, 4);
        matrix.Dispose();
        Assert.Throws<ObjectDisposedException>(() => matrix.AsSpan2D().Height);
        Assert.Throws<ObjectDisposedException>(() => matrix.AsTensorSpan().FlattenedLength);
    }

    [Fact]
    public void Views_allocate_nothing()
    {
        using var matrix = new FactorMatrix(3, 20);
        float sum = 0;
        long before = 0;
        for (int i = 0; i < 100; i++)
        {
            if (i == 50)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            sum += matrix.AsSpan2D()[2, 19] + matrix.AsTensorSpan()[2, 19] + matrix.View.AsSpan2D().GetRowSpan(1)[0];
            sum += matrix.View.AsTensorSpan()[0, 0];
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0, sum);
    }

    private static float[] Numbered(int rows, int rank)
    {
        int stride = FactorView.StrideFor(rank);
        return [.. Enumerable.Range(0, rows * stride).Select(i => i % stride < rank ? Value(i / stride, i % stride) : float.NaN)];
    }

    private static float[] All(int rows, int rank) => [.. Enumerable.Range(0, rows).SelectMany(row => Row(row, rank))];

    private static float[] Row(int row, int rank) => [.. Enumerable.Range(0, rank).Select(column => Value(row, column))];

    private static float Value(int row, int column) => 1000 * row + column + 1;
}
