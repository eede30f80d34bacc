using System.Buffers;
using System.Numerics.Tensors;
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

    private readonly CandidateSet _candidates;
    private readonly double _typicalNorm;
    private readonly NativeList<int> _rows;
    private readonly int _dimensions;
    private readonly int _blocks;

    private FactorIndexBuilder(CandidateSet candidates, double typicalNorm, NativeList<int> rows)
    {
        _candidates = candidates;
        _typicalNorm = typicalNorm;
        _rows = rows;
        _dimensions = candidates.Factors.Stride;
        _blocks = (rows.Length + NibbleLayout.ItemsPerBlock - 1) / NibbleLayout.ItemsPerBlock;
    }

    private nint PaddedCount => (nint)_blocks * NibbleLayout.ItemsPerBlock;

    /// <summary>The index of the candidates; null when a norm or bias is beyond what bounds allow for.</summary>
    /// <param name="candidates">The rows.</param>
    /// <param name="typicalNorm">The norm of a typical query.</param>
    /// <param name="workers">The number of workers; without influence on the index.</param>
    public static FactorIndex? TryBuild(CandidateSet candidates, double typicalNorm, int workers)
    {
        double[] keys = ArrayPool<double>.Shared.Rent(candidates.Count);
        int[] rows = ArrayPool<int>.Shared.Rent(candidates.Count);
        try
        {
            int count = 0;
            double largestBias = 0;
            bool hasCosines = true;
            for (int row = 0; row < candidates.Count; row++)
            {
                if (candidates.RatingCounts[row] == 0)
                {
                    continue;
                }

                double norm = candidates.Norm(row);
                double bias = candidates.Biases[row];
                if (!(norm <= QueryQuantization.LargestNorm) || !(Math.Abs(bias) <= QueryQuantization.LargestNorm))
                {
                    return null;
                }

                largestBias = Math.Max(largestBias, Math.Abs(bias));
                hasCosines &= candidates.InverseNorms[row] is 0 or (>= 1e-15f and <= 1e15f);
                rows[count] = row;
                keys[count++] = -(bias + typicalNorm * norm);
            }

            // Descending keys, by their negatives; of equal keys any order is as good.
            Array.Sort(keys, rows, 0, count);
            var builder = new FactorIndexBuilder(candidates, typicalNorm, new NativeList<int>(rows.AsSpan(0, count)));
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
            Span<double> transformed = stackalloc double[_dimensions];
            Span<byte> rowCodes = stackalloc byte[_dimensions];
            int end = Math.Min((piece + 1) * BlocksPerPiece, _blocks);
            for (int block = piece * BlocksPerPiece; block < end; block++)
            {
                (bounds.Span[block], BlockBound cosineBound) =
                    QuantizeBlock(block, codes, scales, cosineScales, addends, transformed, rowCodes);
                if (cosineBounds is not null)
                {
                    cosineBounds.Span[block] = cosineBound;
                }
            }
        });
        GC.KeepAlive(_candidates);
        return new FactorIndex(
            _dimensions,
            codes,
            _rows,
            new ScoreBounds(scales, addends, bounds),
            hasCosines ? new ScoreBounds(cosineScales!, null, cosineBounds!) : null,
            _typicalNorm,
            largestBias);
    }

    private (BlockBound Bound, BlockBound Cosine) QuantizeBlock(
        int block,
        AlignedBuffer codes,
        AlignedBuffer scales,
        AlignedBuffer? cosineScales,
        AlignedBuffer? addends,
        Span<double> transformed,
        Span<byte> rowCodes)
    {
        int first = block * NibbleLayout.ItemsPerBlock;
        int bytes = NibbleLayout.BlockBytes(_dimensions);
        Span<byte> target = MemoryMarshal.CreateSpan(
            ref Unsafe.As<float, byte>(ref Unsafe.Add(ref codes.Origin, (nint)block * bytes / sizeof(float))), bytes);
        (double key, double largest, double smallest, double error) = (double.NegativeInfinity, 0, double.PositiveInfinity, 0);
        (double cosineLargest, double cosineError) = (1, 0);
        for (int place = first; place < Math.Min(first + NibbleLayout.ItemsPerBlock, _rows.Length); place++)
        {
            int row = _rows.Span[place];
            double norm = _candidates.Norm(row);
            (float scale, double codeNorm, double codeError) = Quantize(row, transformed, rowCodes);
            NibbleLayout.Pack(rowCodes, place - first, target);
            float inverseNorm = _candidates.InverseNorms[row];
            At(scales, place) = scale;
            if (cosineScales is not null)
            {
                At(cosineScales, place) = scale * inverseNorm;
            }

            if (addends is not null)
            {
                At(addends, place) = _candidates.Biases[row];
            }

            key = Math.Max(key, _candidates.Biases[row] + _typicalNorm * norm);
            largest = Math.Max(largest, Math.Max(norm, codeNorm));
            smallest = Math.Min(smallest, norm);
            error = Math.Max(error, codeError);
            cosineLargest = Math.Max(cosineLargest, codeNorm * inverseNorm);
            cosineError = Math.Max(cosineError, codeError * inverseNorm);
        }

        return (
            new BlockBound(RoundUp(key), RoundUp(largest), MathF.BitDecrement((float)smallest), RoundUp(error)),
            new BlockBound(RoundUp(_typicalNorm), RoundUp(cosineLargest), 0, RoundUp(cosineError)));
    }

    /// <summary>Quantizes a row: its scale, the norm of the reconstruction, and the norm of the difference between the two.</summary>
    private (float Scale, double Norm, double Error) Quantize(int row, Span<double> transformed, Span<byte> codes)
    {
        TensorPrimitives.ConvertTruncating<float, double>(_candidates.Factors.View.PaddedRow(row), transformed);
        RandomizedHadamard.Apply(transformed);
        float scale = (float)(Math.Abs(TensorPrimitives.MaxMagnitude<double>(transformed)) / 7.5);
        double inverse = scale > 0 ? 1 / (double)scale : 0;
        (double squares, double errors) = (0, 0);
        for (int i = 0; i < transformed.Length; i++)
        {
            int code = (int)Math.Clamp(Math.Round(transformed[i] * inverse + 7.5), 0, NibbleLayout.MaximumCode);
            double value = (code - 7.5) * scale;
            codes[i] = (byte)code;
            squares += value * value;
            errors += (transformed[i] - value) * (transformed[i] - value);
        }

        return (scale, Math.Sqrt(squares), Math.Sqrt(errors));
    }

    private static ref float At(AlignedBuffer buffer, int place) => ref Unsafe.Add(ref buffer.Origin, place);

    /// <summary>The next float above: covers the rounding to float and the far smaller ones before it.</summary>
    private static float RoundUp(double value) => MathF.BitIncrement((float)(value * (1 + 1e-12 * Math.Sign(value))));
}
