using System.Buffers;
using System.Numerics;

namespace FastMf.Training.Ranking;

/// <summary>
/// A Bloom filter with one hash function over pairs of a user and an item: a pair that is not found was not added, one that is found may
/// not have been either. A query reads one bit that stays in the second-level cache; to find an item among those of a user takes some
/// ten reads of which each waits for the one before.
/// </summary>
internal readonly struct BloomFilter : IDisposable
{
    /// <summary>A false positive rate of one in about ten.</summary>
    private const int BitsPerPair = 8;

    /// <summary>2^64 divided by the golden ratio: multiplied with it, consecutive numbers spread evenly over the upper bits.</summary>
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private readonly ulong[] _bits;
    private readonly int _shift;

    /// <summary>An empty filter with room for that many pairs.</summary>
    public BloomFilter(int pairs)
    {
        ulong bits = BitOperations.RoundUpToPowerOf2((ulong)Math.Max(64, (long)pairs * BitsPerPair));
        _shift = 64 - BitOperations.Log2(bits);
        _bits = ArrayPool<ulong>.Shared.Rent((int)(bits / 64));
        _bits.AsSpan(0, (int)(bits / 64)).Clear();
    }

    /// <summary>Adds a pair.</summary>
    public void Add(int user, int item)
    {
        ulong bit = Bit(user, item);
        _bits[bit >> 6] |= 1UL << (int)bit;
    }

    /// <summary>Whether a pair may have been added.</summary>
    public bool MayContain(int user, int item)
    {
        ulong bit = Bit(user, item);
        return (_bits[bit >> 6] >> (int)bit & 1) != 0;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => ArrayPool<ulong>.Shared.Return(_bits);

    private ulong Bit(int user, int item) => (((ulong)(uint)user << 32 | (uint)item) * Golden) >> _shift;
}
