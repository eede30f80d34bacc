using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastMf.Numerics;

/// <summary>
/// Eight streams of a seed in the lanes of a vector; lane l yields the numbers of <see cref="SeededRandom.NextGaussian"/> of stream l,
/// bit for bit.
/// </summary>
internal struct NormalStreams
{
    /// <summary>The number of streams.</summary>
    public const int Count = 8;

    private Vector512<ulong> _s0;
    private Vector512<ulong> _s1;
    private Vector512<ulong> _s2;
    private Vector512<ulong> _s3;

    /// <summary>Starts <see cref="Count"/> streams of the seed.</summary>
    public NormalStreams(long seed, ReadOnlySpan<int> streams)
    {
        Span<ulong> words = stackalloc ulong[4 * Count];
        for (int lane = 0; lane < Count; lane++)
        {
            (words[lane], words[Count + lane], words[2 * Count + lane], words[3 * Count + lane]) = new Xoshiro(seed, streams[lane]).Words;
        }

        _s0 = Vector512.Create<ulong>(words);
        _s1 = Vector512.Create<ulong>(words[Count..]);
        _s2 = Vector512.Create<ulong>(words[(2 * Count)..]);
        _s3 = Vector512.Create<ulong>(words[(3 * Count)..]);
    }

    /// <summary>Whether eight streams side by side are faster here than one after the other.</summary>
    public static bool IsAccelerated => Vector512.IsHardwareAccelerated;

    /// <summary>Draws normal numbers of mean 0, two of each stream at a time: one vector of floats.</summary>
    /// <param name="drawn">Overwritten: number n of stream l at n x <see cref="Count"/> + l; space for an even number of each.</param>
    /// <param name="count">Numbers of each stream; an odd one is rounded up.</param>
    /// <param name="deviation">Their standard deviation.</param>
    /// <param name="absolute">Whether to take absolute values.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Draw(Span<float> drawn, int count, float deviation, bool absolute)
    {
        for (int i = 0; i < count; i += 2)
        {
            Vector512<float> two = Vector512.Narrow(Next() * deviation, Next() * deviation);
            (absolute ? Vector512.Abs(two) : two).CopyTo(drawn[(i * Count)..]);
        }
    }

    /// <summary>The next standard normal number of each stream.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Next()
    {
        Vector512<double> midpoints = (Vector512.ConvertToDouble(NextUInt64() >> 11) + Vector512.Create(0.5)) * (1.0 / (1UL << 53));
        return NormalDistribution.Quantile(Vector512.MinNative(midpoints, Vector512.Create(1 - 1.0 / (1UL << 53))));
    }

    /// <summary>The steps of <see cref="Xoshiro.Next"/>; 5 and 9 by shifts and sums: 64-bit multiplication of lanes is slow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<ulong> NextUInt64()
    {
        Vector512<ulong> five = (_s1 << 2) + _s1;
        Vector512<ulong> rotated = (five << 7) | (five >> 57);
        Vector512<ulong> t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = (_s3 << 45) | (_s3 >> 19);
        return (rotated << 3) + rotated;
    }
}
