using FastMf.Model;
using FastMf.Solving;

namespace FastMf.Recommending;

/// <summary>What one thread needs to fold a user in and to recommend to him.</summary>
internal sealed class FoldInWorkspace(MfModel model, GlobalGramian? all) : IDisposable
{
    private int[] _sorted = new int[256];

    public UserFoldIn Solver { get; } = new(model, all);

    /// <summary>The factors, with padding.</summary>
    public float[] Factors { get; } = new float[model.ItemFactors.Stride];

    /// <summary>The indexes in ascending order; valid until the next call.</summary>
    public ReadOnlySpan<int> Sorted(ReadOnlySpan<int> indexes)
    {
        if (_sorted.Length < indexes.Length)
        {
            _sorted = new int[Math.Max(indexes.Length, 2 * _sorted.Length)];
        }

        Span<int> sorted = _sorted.AsSpan(0, indexes.Length);
        indexes.CopyTo(sorted);
        sorted.Sort();
        return sorted;
    }

    public void Dispose() => Solver.Dispose();
}
