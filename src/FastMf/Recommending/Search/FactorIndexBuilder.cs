using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastMf.Kernels.Screening;
using FastMf.Numerics;
using FastMf.Threading;

namespace FastMf.Recommending.Search;

/// <summary>Builds a <see cref="FactorIndex"/>. Every number that bounds something is computed from the floats that will be used.</summary>
internal sealed class FactorIndexBuilder
{
    private const int BlocksPerPiece = 64;

    private readonly SearchSide _side;
    private readonly double _typicalNorm;
    private readonly int[] _rows;
    private readonly double[] _norms;
    private readonly int _dimensions;
    private readonly BlockBound[] _bounds;
    private readonly BlockBound[] _cosineBounds;

    private FactorIndexBuilder(SearchSide side, double typicalNorm, int[] rows, double[] norms)
    {
        _side = side;
        _typicalNorm = typicalNorm;
        _rows = rows;
        _norms = norms;
        _dimensions = side.Factors.Stride;
        _bounds = new BlockBound[(rows.Length + NibbleLayout.ItemsPerBlock - 1) / NibbleLayout.ItemsPerBlock];
        _cosineBounds = new BlockBound[_bounds.Length];
    }

    private nint PaddedCount => (nint)_bounds.Length * NibbleLayout.ItemsPerBlock;

    /// <summary>The index of a side's rows; null when a norm or bias is beyond what bounds allow for.</summary>
    /// <param name="side">The rows.</param>
    /// <param name="typicalNorm">The norm of a typical query.</param>
    /// <param name="workers">The number of workers; without influence on the index.</param>
    public static FactorIndex? TryBuild(SearchSide side, double typicalNorm, int workers)
    {
        int[] rows = [.. Enumerable.Range(0, side.Count).Where(row => side.RatingCounts[row] > 0)];
        double[] norms = [.. rows.Select(side.Norm)];
        double largestBias = rows.Length == 0 ? 0 : rows.Max(row => Math.Abs((double)side.Bias(row)));
        if (norms.Any(norm => !(norm <= CodedQuery.LargestNorm)) || !(largestBias <= CodedQuery.LargestNorm))
        {
            return null;
        }

        // Descending keys, by the negative; of equal keys any order is as good, and sorting pairs keeps norm and row together.
        double[] keys = [.. rows.Zip(norms, (row, norm) => -(side.Bias(row) + typicalNorm * norm))];
        int[] order = [.. Enumerable.Range(0, rows.Length)];
        Array.Sort(keys, order);
        var builder = new FactorIndexBuilder(
            side, typicalNorm, [.. order.Select(i => rows[i])], [.. order.Select(i => norms[i])]);
        bool hasCosines = rows.All(row => side.Reciprocals[row] is 0 or (>= 1e-15f and <= 1e15f));
        return builder.Build(workers, largestBias, hasCosines);
    }

    private FactorIndex Build(int workers, double largestBias, bool hasCosines)
    {
        var codes = new AlignedBuffer(PaddedCount * _dimensions / 2 / sizeof(float));
        var scales = new AlignedBuffer(PaddedCount);
        AlignedBuffer? cosineScales = hasCosines ? new AlignedBuffer(PaddedCount) : null;
        AlignedBuffer? addends = largestBias > 0 ? new AlignedBuffer(PaddedCount) : null;
        WorkerTeam.Run(workers, (_bounds.Length + BlocksPerPiece - 1) / BlocksPerPiece, (_, piece) =>
        {
            double[] rotated = new double[_dimensions];
            byte[] rowCodes = new byte[_dimensions];
            int end = Math.Min((piece + 1) * BlocksPerPiece, _bounds.Length);
            for (int block = piece * BlocksPerPiece; block < end; block++)
            {
                CodeBlock(block, codes, scales, cosineScales, addends, rotated, rowCodes);
            }
        });
        GC.KeepAlive(_side);
        return new FactorIndex(
            _dimensions,
            codes,
            _rows,
            new IndexFace(scales, addends, _bounds),
            cosineScales is null ? null : new IndexFace(cosineScales, null, _cosineBounds),
            _typicalNorm,
            largestBias);
    }

    private void CodeBlock(
        int block, AlignedBuffer codes, AlignedBuffer scales, AlignedBuffer? cosineScales, AlignedBuffer? addends, double[] rotated, byte[] rowCodes)
    {
        int first = block * NibbleLayout.ItemsPerBlock;
        int bytes = NibbleLayout.BlockBytes(_dimensions);
        Span<byte> target = MemoryMarshal.CreateSpan(
            ref Unsafe.As<float, byte>(ref Unsafe.Add(ref codes.Origin, (nint)block * bytes / sizeof(float))), bytes);
        (double key, double largest, double smallest, double residual) = (double.NegativeInfinity, 0, double.PositiveInfinity, 0);
        (double cosineLargest, double cosineResidual) = (1, 0);
        for (int place = first; place < Math.Min(first + NibbleLayout.ItemsPerBlock, _rows.Length); place++)
        {
            int row = _rows[place];
            double norm = _norms[place];
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
                At(addends, place) = _side.Bias(row);
            }

            key = Math.Max(key, _side.Bias(row) + _typicalNorm * norm);
            largest = Math.Max(largest, Math.Max(norm, likeness));
            smallest = Math.Min(smallest, norm);
            residual = Math.Max(residual, missed);
            cosineLargest = Math.Max(cosineLargest, likeness * reciprocal);
            cosineResidual = Math.Max(cosineResidual, missed * reciprocal);
        }

        _bounds[block] = new BlockBound(RoundUp(key), RoundUp(largest), MathF.BitDecrement((float)smallest), RoundUp(residual));
        _cosineBounds[block] = new BlockBound(RoundUp(_typicalNorm), RoundUp(cosineLargest), 0, RoundUp(cosineResidual));
    }

    /// <summary>Codes a row: its scale, the norm of what the code stands for, and the norm of what it misses.</summary>
    private (float Scale, double Likeness, double Missed) Code(int row, double[] rotated, byte[] codes)
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
