using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastMf.Kernels.Quantized;
using FastMf.Numerics;
using FastMf.Threading;

namespace FastMf.Recommending.Search;

/// <summary>
/// Builds a <see cref="FactorIndex"/>. Every number that bounds something is computed from the floats that will be used. What stays is in
/// native memory and what does not is borrowed, so that a service that changes models gives the garbage collector nothing to do.
/// </summary>
internal sealed class FactorIndexBuilder
{
    private const int BlocksPerPiece = 64;

    private readonly SearchSide _side;
    private readonly double _typicalNorm;
    private readonly NativeList<int> _rows;
    private readonly int _dimensions;
    private readonly int _blocks;

    private FactorIndexBuilder(SearchSide side, double typicalNorm, NativeList<int> rows)
    {
        _side = side;
        _typicalNorm = typicalNorm;
        _rows = rows;
        _dimensions = side.Factors.Stride;
        _blocks = (rows.Length + NibbleLayout.ItemsPerBlock - 1) / NibbleLayout.ItemsPerBlock;
    }

    private nint PaddedCount => (nint)_blocks * NibbleLayout.ItemsPerBlock;

    /// <summary>The index of a side's rows; null when a norm or bias is beyond what bounds allow for.</summary>
    /// <param name="side">The rows.</param>
    /// <param name="typicalNorm">The norm of a typical query.</param>
    /// <param name="workers">The number of workers; without influence on the index.</param>
    public static FactorIndex? TryBuild(SearchSide side, double typicalNorm, int workers)
    {
        double[] keys = ArrayPool<double>.Shared.Rent(side.Count);
        int[] rows = ArrayPool<int>.Shared.Rent(side.Count);
        try
        {
            int count = 0;
            double largestBias = 0;
            bool hasCosines = true;
            for (int row = 0; row < side.Count; row++)
            {
                if (side.RatingCounts[row] == 0)
                {
                    continue;
                }

                double norm = side.Norm(row);
                double bias = side.Biases[row];
                if (!(norm <= CodedQuery.LargestNorm) || !(Math.Abs(bias) <= CodedQuery.LargestNorm))
                {
                    return null;
                }

                largestBias = Math.Max(largestBias, Math.Abs(bias));
                hasCosines &= side.Reciprocals[row] is 0 or (>= 1e-15f and <= 1e15f);
                rows[count] = row;
                keys[count++] = -(bias + typicalNorm * norm);
            }

            // Descending keys, by their negatives; of equal keys any order is as good.
            Array.Sort(keys, rows, 0, count);
            var builder = new FactorIndexBuilder(side, typicalNorm, new NativeList<int>(rows.AsSpan(0, count)));
            return builder.Build(workers, largestBias, hasCosines);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(keys);
            ArrayPool<int>.Shared.Return(rows);
        }
    }

    private FactorIndex Build(int workers, double largestBias, bool hasCosines)
    {
        var codes = new AlignedBuffer(PaddedCount * _dimensions / 2 / sizeof(float));
        var scales = new AlignedBuffer(PaddedCount);
        AlignedBuffer? cosineScales = hasCosines ? new AlignedBuffer(PaddedCount) : null;
        AlignedBuffer? addends = largestBias > 0 ? new AlignedBuffer(PaddedCount) : null;
        var bounds = new NativeList<BlockBound>(_blocks);
        NativeList<BlockBound>? cosineBounds = hasCosines ? new NativeList<BlockBound>(_blocks) : null;
        WorkerTeam.Run(workers, (_blocks + BlocksPerPiece - 1) / BlocksPerPiece, (_, piece) =>
        {
            Span<double> rotated = stackalloc double[_dimensions];
            Span<byte> rowCodes = stackalloc byte[_dimensions];
            int end = Math.Min((piece + 1) * BlocksPerPiece, _blocks);
            for (int block = piece * BlocksPerPiece; block < end; block++)
            {
                (bounds.Span[block], BlockBound cosineBound) = CodeBlock(block, codes, scales, cosineScales, addends, rotated, rowCodes);
                if (cosineBounds is not null)
                {
                    cosineBounds.Span[block] = cosineBound;
                }
            }
        });
        GC.KeepAlive(_side);
        return new FactorIndex(
            _dimensions,
            codes,
            _rows,
            new IndexFace(scales, addends, bounds),
            hasCosines ? new IndexFace(cosineScales!, null, cosineBounds!) : null,
            _typicalNorm,
            largestBias);
    }

    private (BlockBound Bound, BlockBound Cosine) CodeBlock(
        int block, AlignedBuffer codes, AlignedBuffer scales, AlignedBuffer? cosineScales, AlignedBuffer? addends, Span<double> rotated, Span<byte> rowCodes)
    {
        int first = block * NibbleLayout.ItemsPerBlock;
        int bytes = NibbleLayout.BlockBytes(_dimensions);
        Span<byte> target = MemoryMarshal.CreateSpan(
            ref Unsafe.As<float, byte>(ref Unsafe.Add(ref codes.Origin, (nint)block * bytes / sizeof(float))), bytes);
        (double key, double largest, double smallest, double residual) = (double.NegativeInfinity, 0, double.PositiveInfinity, 0);
        (double cosineLargest, double cosineResidual) = (1, 0);
        for (int place = first; place < Math.Min(first + NibbleLayout.ItemsPerBlock, _rows.Length); place++)
        {
            int row = _rows.Span[place];
            double norm = _side.Norm(row);
            (float scale, double likeness, double missed) = Code(row, rotated, rowCodes);
            NibbleLayout.Pack(rowCodes, place - first, target);
            float reciprocal = _side.Reciprocals[row];
            At(scales, place) = scale;
            if (cosineScales is not null)
            {
                At(cosineScales, place) = scale * reciprocal;
            }

            if (addends is not null)
            {
                At(addends, place) = _side.Biases[row];
            }

            key = Math.Max(key, _side.Biases[row] + _typicalNorm * norm);
            largest = Math.Max(largest, Math.Max(norm, likeness));
            smallest = Math.Min(smallest, norm);
            residual = Math.Max(residual, missed);
            cosineLargest = Math.Max(cosineLargest, likeness * reciprocal);
            cosineResidual = Math.Max(cosineResidual, missed * reciprocal);
        }

        return (
            new BlockBound(RoundUp(key), RoundUp(largest), MathF.BitDecrement((float)smallest), RoundUp(residual)),
            new BlockBound(RoundUp(_typicalNorm), RoundUp(cosineLargest), 0, RoundUp(cosineResidual)));
    }

    /// <summary>Codes a row: its scale, the norm of what the code stands for, and the norm of what it misses.</summary>
    private (float Scale, double Likeness, double Missed) Code(int row, Span<double> rotated, Span<byte> codes)
    {
        ReadOnlySpan<float> factors = _side.Factors.View.PaddedRow(row);
        for (int i = 0; i < rotated.Length; i++)
        {
            rotated[i] = factors[i];
        }

        Rotation.Apply(rotated);
        double largest = 0;
        foreach (double value in rotated)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        float scale = (float)(largest / 7.5);
        double reciprocal = scale > 0 ? 1 / (double)scale : 0;
        (double likeness, double missed) = (0, 0);
        for (int i = 0; i < rotated.Length; i++)
        {
            int code = (int)Math.Clamp(Math.Round(rotated[i] * reciprocal + 7.5), 0, NibbleLayout.MaximumCode);
            double value = (code - 7.5) * scale;
            codes[i] = (byte)code;
            likeness += value * value;
            missed += (rotated[i] - value) * (rotated[i] - value);
        }

        return (scale, Math.Sqrt(likeness), Math.Sqrt(missed));
    }

    private static ref float At(AlignedBuffer buffer, int place) => ref Unsafe.Add(ref buffer.Origin, place);

    /// <summary>The next float above: covers the rounding to float and the far smaller ones before it.</summary>
    private static float RoundUp(double value) => MathF.BitIncrement((float)(value * (1 + 1e-12 * Math.Sign(value))));
}
