using FastMf.Numerics;

namespace FastMf.Data.Splitting;

/// <summary>Marks a random subset of a given size.</summary>
internal static class SelectionSampling
{
    /// <summary>
    /// Marks exactly <paramref name="count"/> of the places, every subset of that size being equally likely: a place is marked with
    /// the probability that the marks still to be set bear to the places left (Knuth, The Art of Computer Programming 2, algorithm S).
    /// </summary>
    public static void Mark(Span<bool> marks, int count, SeededRandom random)
    {
        for (int i = 0; count > 0; i++)
        {
            if (random.NextInt32(marks.Length - i) < count)
            {
                marks[i] = true;
                count--;
            }
        }
    }
}
