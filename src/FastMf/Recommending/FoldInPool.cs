using FastMf.Model;
using FastMf.Solving;

namespace FastMf.Recommending;

/// <summary>
/// Workspaces for as many threads as there are processors. A thread takes the first free one and never waits: when all are in use it
/// gets a new one, which is let go afterwards. What depends on the items alone is computed once, for the first of them.
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
