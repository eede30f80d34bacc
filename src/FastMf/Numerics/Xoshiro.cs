using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastMf.Numerics;

/// <summary>
/// The state of a generator and its steps: xoshiro256** 1.0 by Blackman and Vigna (2018), seeded by SplitMix64. A struct of four words,
/// so that a loop over a local copy keeps it in registers.
/// </summary>
internal struct Xoshiro
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>The start of a stream of a seed.</summary>
    public Xoshiro(long seed, long stream)
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

    /// <summary>The four words of the state, to step several generators at once.</summary>
    public readonly (ulong S0, ulong S1, ulong S2, ulong S3) Words => (_s0, _s1, _s2, _s3);

    /// <summary>64 uniformly random bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Next()
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

    /// <summary>A uniform integer from 0 to below a bound above 0, without bias (Lemire's multiply-and-reject).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int NextBelow(uint bound)
    {
        ulong product = (Next() >> 32) * bound;
        while ((uint)product < bound && (uint)product < (uint)-bound % bound)
        {
            product = (Next() >> 32) * bound;
        }

        return (int)(product >> 32);
    }

    private static ulong SplitMix64(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
