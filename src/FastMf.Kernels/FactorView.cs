using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastMf.Kernels;

/// <summary>
/// A view of a matrix of factors, row by row: rows x rank floats, each row followed by zeros up to <see cref="Stride"/>, a multiple of
/// 16, so that kernels need no tail loop and a row is whole cache lines.
/// </summary>
/// <remarks>The view does not keep the memory alive; its owner must outlive it.</remarks>
public readonly ref struct FactorView
{
    /// <summary>The stride of a larger one would be no number of 32 bits.</summary>
    private const int LargestRank = int.MaxValue - 15;

    private readonly ref float _origin;

    /// <summary>A view of <paramref name="data"/>.</summary>
    /// <param name="data">At least rows x <see cref="StrideFor"/>(rank) floats; the padding of each row is zero.</param>
    /// <param name="rowCount">The number of rows, 0 or more.</param>
    /// <param name="rank">Floats of a row that count, 1 or more.</param>
    /// <exception cref="ArgumentException"><paramref name="data"/> is too short.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public FactorView(Span<float> data, int rowCount, int rank)
        : this(ref MemoryMarshal.GetReference(data), rowCount, rank)
    {
        if (data.Length < (long)rowCount * Stride)
        {
            throw new ArgumentException(
                $"{rowCount} rows of rank {rank} need {(long)rowCount * Stride} floats, not {data.Length}.", nameof(data));
        }
    }

    /// <summary>A view of memory that may exceed a span's 2^31 floats; the caller vouches for its extent and lifetime.</summary>
    /// <param name="origin">The first float of row 0.</param>
    /// <param name="rowCount">The number of rows, 0 or more.</param>
    /// <param name="rank">Floats of a row that count, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    internal FactorView(ref float origin, nint rowCount, int rank)
        : this(ref origin, rowCount, rank, StrideFor(rank))
    {
    }

    private FactorView(ref float origin, nint rowCount, int rank, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rowCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rank, LargestRank);
        _origin = ref origin;
        RowCount = rowCount;
        Rank = rank;
        Stride = stride;
    }

    /// <summary>The number of rows.</summary>
    public nint RowCount { get; }

    /// <summary>Floats of a row that count.</summary>
    public int Rank { get; }

    /// <summary>Floats from one row to the next: the rank of the whole matrix rounded up to a multiple of 16.</summary>
    public int Stride { get; }

    /// <summary>
    /// Floats of a row with its padding: the rank rounded up to a multiple of 16; less than the stride in a view of some columns.
    /// </summary>
    public int Width => StrideFor(Rank);

    /// <summary>The stride of rows of the given rank: the next multiple of 16.</summary>
    public static int StrideFor(int rank) => (rank + 15) & ~15;

    /// <summary>A view of the columns from <paramref name="first"/> on.</summary>
    /// <param name="first">The first column, a multiple of 16 below the rank.</param>
    /// <param name="count">Their number: a multiple of 16, or all that follow.</param>
    /// <exception cref="ArgumentException">The columns do not exist, or would not end with whole vectors.</exception>
    public FactorView Columns(int first, int count)
    {
        bool endsWhole = count % 16 == 0 || count == Rank - first;
        if (first < 0 || first % 16 != 0 || count < 1 || count > Rank - first || !endsWhole)
        {
            throw new ArgumentException(
                $"{count} columns from {first} on: start at a multiple of 16 and take a multiple of 16, or all up to the rank, {Rank}.",
                nameof(count));
        }

        return new FactorView(ref Unsafe.Add(ref _origin, first), RowCount, count, Stride);
    }

    /// <summary>The first float of row <paramref name="row"/>; not checked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref float Origin(nint row) => ref Unsafe.Add(ref _origin, row * Stride);

    /// <summary>Row <paramref name="row"/> with its padding, <see cref="Width"/> floats.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="row"/> is not in [0, <see cref="RowCount"/>).</exception>
    public Span<float> PaddedRow(nint row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((nuint)row, (nuint)RowCount, nameof(row));
        return MemoryMarshal.CreateSpan(ref Origin(row), Width);
    }

    /// <summary>Row <paramref name="row"/>, <see cref="Rank"/> floats.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="row"/> is not in [0, <see cref="RowCount"/>).</exception>
    public Span<float> Row(nint row) => PaddedRow(row)[..Rank];
}
