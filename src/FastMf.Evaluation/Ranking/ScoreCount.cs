using System.Numerics;
using System.Runtime.InteropServices;

namespace FastMf.Evaluation.Ranking;

/// <summary>Counts scores. A count is the same for every vector width.</summary>
internal static class ScoreCount
{
    /// <summary>How many of the scores are above the bar; NaN is not.</summary>
    public static int Above(ReadOnlySpan<float> scores, float bar)
    {
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(scores);
        var bars = new Vector<float>(bar);
        Vector<int> counts = Vector<int>.Zero;
        foreach (Vector<float> vector in vectors)
        {
            // A true comparison is -1.
            counts -= Vector.GreaterThan(vector, bars);
        }

        int count = Vector.Sum(counts);
        foreach (float score in scores[(vectors.Length * Vector<float>.Count)..])
        {
            count += score > bar ? 1 : 0;
        }

        return count;
    }
}
