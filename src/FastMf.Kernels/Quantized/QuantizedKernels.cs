using System.Runtime.Intrinsics;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Quantized;

/// <summary>
/// The kernels of a search that first scans 4-bit codes of all items and then scores the few that may matter by their factors. Safe for
/// any number of threads; nothing is allocated.
/// </summary>
/// <remarks>
/// Four bits, not eight: a scan is bound by memory, and half the bytes are worth more than a narrower margin. The integer products are
/// the same at every level; values differ by rounding, which the caller's thresholds must allow for.
/// </remarks>
internal abstract class QuantizedKernels
{
    private static readonly QuantizedKernels[] Sets =
    [
        new QuantizedKernels<Bytes128, Vector128<byte>, Lanes128, Vector128<float>>(),
        new QuantizedKernels<Bytes128, Vector128<byte>, Lanes128Fused, Vector128<float>>(),
        new QuantizedKernels<Bytes256, Vector256<byte>, Lanes256, Vector256<float>>(),
        new QuantizedKernels<Bytes512, Vector512<byte>, Lanes512, Vector512<float>>(),
    ];

    private protected QuantizedKernels()
    {
    }

    /// <summary>The kernels for the widest vectors that this processor has, those of <see cref="KernelSet.Best"/>.</summary>
    public static QuantizedKernels Best { get; } = For(KernelSet.Best.Level);

    /// <summary>The kernels at <paramref name="level"/>; they work on every processor, if slowly where the level is emulated.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> is not a defined level.</exception>
    public static QuantizedKernels For(SimdLevel level) =>
        (uint)level < (uint)Sets.Length
            ? Sets[(int)level]
            : throw new ArgumentOutOfRangeException(nameof(level), level, "Choose a defined SIMD level.");

    /// <summary>Marks the items whose value is at least the threshold of their block.</summary>
    /// <param name="blocks">The items; as many blocks as there are thresholds.</param>
    /// <param name="query">What they are scored with.</param>
    /// <param name="thresholds">
    /// One for each block; a block whose threshold is positive infinity is not touched, and nothing in it marked.
    /// </param>
    /// <param name="marks">For each block one bit for each item, the first item in the lowest bit; overwritten.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void Scan(QuantizedBlocks blocks, QuantizedQuery query, ReadOnlySpan<float> thresholds, Span<ulong> marks)
    {
        if (query.Components.Length != blocks.Dimensions || marks.Length != thresholds.Length)
        {
            throw new ArgumentException(
                $"{blocks.Dimensions} components and {thresholds.Length} marks are needed, "
                + $"not {query.Components.Length} and {marks.Length}.",
                nameof(marks));
        }

        ScanCore(blocks, query, thresholds, marks);
    }

    /// <summary>result[i] = row indexes[i] . x, with the bits of <see cref="KernelSet.DotRows"/>.</summary>
    /// <param name="rows">The matrix.</param>
    /// <param name="indexes">The rows; the caller vouches that each is within the view.</param>
    /// <param name="x">A padded row, <see cref="FactorView.Stride"/> floats.</param>
    /// <param name="result">One float for each index, overwritten.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void DotGathered(FactorView rows, ReadOnlySpan<int> indexes, ReadOnlySpan<float> x, Span<float> result)
    {
        if (x.Length != rows.Stride || result.Length != indexes.Length)
        {
            throw new ArgumentException(
                $"A padded row of {rows.Stride} floats and {indexes.Length} results are needed, not {x.Length} and {result.Length}.",
                nameof(x));
        }

        DotGatheredCore(rows, indexes, x, result);
    }

    private protected abstract void ScanCore(
        QuantizedBlocks blocks, QuantizedQuery query, ReadOnlySpan<float> thresholds, Span<ulong> marks);

    private protected abstract void DotGatheredCore(FactorView rows, ReadOnlySpan<int> indexes, ReadOnlySpan<float> x, Span<float> result);
}
