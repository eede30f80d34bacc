using System.Numerics;

namespace FastMf.Numerics;

/// <summary>
/// A random generator whose numbers depend on the seed and the stream alone: the same bits on every machine, runtime version and
/// thread count. (<see cref="Random"/> promises neither across versions.)
/// </summary>
/// <remarks>
/// xoshiro256** 1.0 by Blackman and Vigna (2018), seeded by SplitMix64. Normal numbers go through the inverse distribution function,
/// which needs no transcendental function of the platform. Not thread-safe: give each worker its own stream.
/// </remarks>
public sealed class SeededRandom
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>Starts the given stream of the given seed; streams of one seed are independent of each other.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="stream">Any number; a user index or an epoch, for example.</param>
    public SeededRandom(long seed, long stream = 0)
    {
        ulong state = SplitMix64((ulong)seed) ^ SplitMix64((ulong)stream + 0x632BE59BD9B4E019);
        _s0 = SplitMix64(state += 0x9E3779B97F4A7C15);
        _s1 = SplitMix64(state += 0x9E3779B97F4A7C15);
        _s2 = SplitMix64(state += 0x9E3779B97F4A7C15);
        _s3 = SplitMix64(state + 0x9E3779B97F4A7C15);
        if ((_s0 | _s1 | _s2 | _s3) == 0)
        {
            // The all-zero state is the one fixed point of xoshiro.
            _s0 = 1;
        }
    }

    /// <summary>64 uniformly random bits.</summary>
    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A uniform integer in [0, <paramref name="bound"/>), without bias (Lemire's multiply-and-reject).</summary>
    /// <param name="bound">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is less than 1.</exception>
    public int NextInt32(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        ulong product = (NextUInt64() >> 32) * (ulong)bound;
        if ((uint)product < (uint)bound)
        {
            uint threshold = (uint)-bound % (uint)bound;
            while ((uint)product < threshold)
            {
                product = (NextUInt64() >> 32) * (ulong)bound;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>A uniform number in [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A standard normal number (mean 0, standard deviation 1).</summary>
    /// <remarks>The argument of the inverse lies strictly inside (0, 1), so the result is finite: |x| is below 8.3.</remarks>
    public double NextGaussian()
    {
        // The largest of the 2^53 midpoints is not a double and rounds to 1, whose quantile is infinite.
        double midpoint = ((NextUInt64() >> 11) + 0.5) * (1.0 / (1UL << 53));
        return NormalDistribution.Quantile(Math.Min(midpoint, 1 - 1.0 / (1UL << 53)));
    }

    /// <summary>Puts <paramref name="values"/> into a uniformly random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = NextInt32(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    private static ulong SplitMix64(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
