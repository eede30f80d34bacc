using FastMf.Numerics;

namespace FastMf.Data.Splitting;

/// <summary>Marks a random subset of a given size.</summary>
internal static class SelectionSampling
{
    /// <summary>
    /// Marks exactly <paramref name="count"/> elements, every subset of that size being equally likely: an element is marked with
    /// probability (marks still to be set) / (elements left) (Knuth, The Art of Computer Programming 2, algorithm S).
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
