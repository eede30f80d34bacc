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
    private Xoshiro _state;

    /// <summary>Starts the given stream of the given seed; streams of one seed are independent of each other.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="stream">Any number; a user index or an epoch, for example.</param>
    public SeededRandom(long seed, long stream = 0)
    {
        _state = new Xoshiro(seed, stream);
    }

    /// <summary>64 uniformly random bits.</summary>
    public ulong NextUInt64() => _state.Next();

    /// <summary>A uniform integer in [0, <paramref name="bound"/>), without bias (Lemire's multiply-and-reject).</summary>
    /// <param name="bound">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is less than 1.</exception>
    public int NextInt32(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        return _state.NextBelow((uint)bound);
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
        // A copy stays in registers where the field would be stored and loaded again for every value.
        Xoshiro state = _state;
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = state.NextBelow((uint)i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }

        _state = state;
    }
}
