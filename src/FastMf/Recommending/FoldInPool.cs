using FastMf.Model;
using FastMf.Solving;

namespace FastMf.Recommending;

/// <summary>
/// Workspaces for as many threads as there are processors. A thread takes the first free one and never waits: when all are in use it
/// gets a new one, which is disposed of afterwards. What depends on the items alone is computed once, for the first of them.
/// </summary>
internal sealed class FoldInPool(MfModel model) : IDisposable
{
    private readonly Lazy<GlobalGramian?> _all = new(() => UserFoldIn.SumsOf(model));
    private readonly FoldInWorkspace?[] _free = new FoldInWorkspace?[Environment.ProcessorCount];

    public FoldInWorkspace Rent()
    {
        foreach (ref FoldInWorkspace? slot in _free.AsSpan())
        {
            if (Interlocked.Exchange(ref slot, null) is { } workspace)
            {
                return workspace;
            }
        }

        return new FoldInWorkspace(model, _all.Value);
    }

    public void Return(FoldInWorkspace workspace)
    {
        foreach (ref FoldInWorkspace? slot in _free.AsSpan())
        {
            if (Interlocked.CompareExchange(ref slot, workspace, null) is null)
            {
                return;
            }
        }

        workspace.Dispose();
    }

    public void Dispose()
    {
        foreach (ref FoldInWorkspace? slot in _free.AsSpan())
        {
            Interlocked.Exchange(ref slot, null)?.Dispose();
        }

        if (_all.IsValueCreated)
        {
            _all.Value?.Dispose();
        }
    }
}

/// <summary>What one thread needs to fold a user in and to recommend to that user.</summary>
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
