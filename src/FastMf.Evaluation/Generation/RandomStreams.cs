using FastMf.Numerics;

namespace FastMf.Evaluation.Generation;

/// <summary>
/// The random streams of the generator, one for each user or item and purpose: no number depends on the order in which threads get
/// to work, and the test coins leave the ratings as they are. The values are part of the output's definition: never renumber them.
/// </summary>
internal enum RandomStreams
{
    UserOrder = 1,
    ItemOrder = 2,
    Coverage = 3,
    UserParameters = 4,
    ItemParameters = 5,
    Choice = 6,
    Noise = 7,
    TestCoin = 8,
}

/// <summary>Opens <see cref="RandomStreams"/>.</summary>
internal static class RandomStreamsExtensions
{
    /// <summary>The stream of this purpose for the user or item of the given index.</summary>
    public static SeededRandom Of(this RandomStreams purpose, long seed, int index = 0) => new(seed, ((long)purpose << 32) | (uint)index);

    /// <summary>The numbers 0 to <paramref name="count"/> - 1 in random order.</summary>
    public static int[] Permutation(this RandomStreams purpose, long seed, int count)
    {
        int[] order = new int[count];
        for (int i = 0; i < count; i++)
        {
            order[i] = i;
        }

        purpose.Of(seed).Shuffle(order.AsSpan());
        return order;
    }
}
