using System.Numerics.Tensors;
using FastMf.Threading;

namespace FastMf.Data.Matrix;

/// <summary>Splits compressed rows in two by a boolean mask over their entries; the order inside a row stays.</summary>
internal static class CompressedRowsSplitter
{
    private const int RowsPerPiece = 1024;

    /// <summary>The ratings whose mask is false, and those whose mask is true.</summary>
    public static (SortedRatings Unmarked, SortedRatings Marked) Split(SortedRatings ratings, bool[] mask, int workers)
    {
        CompressedRows rows = ratings.Rows;
        int pieces = (int)((rows.RowCount + (long)RowsPerPiece - 1) / RowsPerPiece);
        int[] unmarkedOffsets = new int[rows.RowCount + 1];
        int[] markedOffsets = new int[rows.RowCount + 1];
        WorkerTeam.Run(workers, pieces, (_, piece) => ForEachRow(rows, piece, row =>
            markedOffsets[row + 1] = mask.AsSpan(rows.Offsets[row], rows.RowLength(row)).Count(true)));
        for (int row = 0; row < rows.RowCount; row++)
        {
            markedOffsets[row + 1] += markedOffsets[row];
        }

        TensorPrimitives.Subtract(rows.Offsets, markedOffsets, unmarkedOffsets);

        Target unmarkedTarget = new(unmarkedOffsets, ratings.Timestamps is not null);
        Target markedTarget = new(markedOffsets, ratings.Timestamps is not null);
        WorkerTeam.Run(workers, pieces, (_, piece) => ForEachRow(rows, piece, row =>
        {
            CopyRow(ratings, row, mask, false, unmarkedTarget);
            CopyRow(ratings, row, mask, true, markedTarget);
        }));
        return (unmarkedTarget.Finish(), markedTarget.Finish());
    }

    private static void CopyRow(SortedRatings ratings, int row, bool[] mask, bool wanted, Target target)
    {
        int start = ratings.Rows.Offsets[row];
        RatingRow entries = ratings.Rows.Row(row);
        ReadOnlySpan<bool> marks = mask.AsSpan(start, entries.Count);
        int next = target.Offsets[row];
        for (int i = 0; i < marks.Length; i++)
        {
            if (marks[i] == wanted)
            {
                target.Indexes[next] = entries.Indexes[i];
                target.Values[next] = entries.Values[i];
                if (target.Timestamps is not null)
                {
                    target.Timestamps[next] = ratings.Timestamps![start + i];
                }

                next++;
            }
        }
    }

    private static void ForEachRow(CompressedRows rows, int piece, Action<int> work)
    {
        int end = (int)Math.Min(rows.RowCount, (piece + 1L) * RowsPerPiece);
        for (int row = piece * RowsPerPiece; row < end; row++)
        {
            work(row);
        }
    }

    private sealed class Target(int[] offsets, bool withTimestamps)
    {
        public int[] Offsets { get; } = offsets;

        public int[] Indexes { get; } = GC.AllocateUninitializedArray<int>(offsets[^1]);

        public float[] Values { get; } = GC.AllocateUninitializedArray<float>(offsets[^1]);

        public long[]? Timestamps { get; } = withTimestamps ? GC.AllocateUninitializedArray<long>(offsets[^1]) : null;

        public SortedRatings Finish() => new(new CompressedRows(Offsets, Indexes, Values), Timestamps);
    }
}
