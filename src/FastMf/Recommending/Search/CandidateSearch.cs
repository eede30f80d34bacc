using System.Runtime.CompilerServices;

namespace FastMf.Recommending.Search;

/// <summary>
/// Searches a set of candidates by its index where there is one that helps, and by a full scan otherwise: the list is the same.
/// </summary>
internal sealed class CandidateSearch(CandidateSet candidates) : IDisposable
{
    /// <summary>Below this many rows, or for lists longer than an eighth of them, setting up a search costs more than it saves.</summary>
    private const int FewestRows = 512;

    private FactorIndex? _index;

    public CandidateSet Candidates { get; } = candidates;

    /// <summary>The index; null before it was built, and for factors that bounds do not hold for.</summary>
    public FactorIndex? Index => _index;

    /// <summary>Builds the index; searches that run meanwhile go on without it.</summary>
    public void BuildIndex(double typicalNorm, int workers) => _index ??= FactorIndexBuilder.TryBuild(Candidates, typicalNorm, workers);

    /// <summary>Whether a list of the given length is to be searched for by the index.</summary>
    public bool PaysFor(int length, ScoreKind kind) =>
        _index is { } index && index.Rows.Length >= Math.Max(FewestRows, 8L * length) && index.Serves(kind);

    /// <summary>Finds the best rows.</summary>
    [SkipLocalsInit]
    public SearchReport Search(in SearchRequest request, ref TopKHeap heap, int length)
    {
        if (PaysFor(length, request.Kind))
        {
            int dimensions = request.Vector.Length;
            Span<double> transformed = stackalloc double[dimensions];
            Span<sbyte> components = stackalloc sbyte[dimensions];
            float multiplier = request.Kind == ScoreKind.Cosine ? request.InverseNorm : 1;
            if (QueryQuantization.TryQuantize(
                request.Vector, multiplier, request.Constant, transformed, components, out QueryQuantization query))
            {
                return IndexSearch.Search(Candidates, _index!, request, query, components, ref heap);
            }
        }

        return FullScan.Search(Candidates, request, ref heap);
    }

    public void Dispose()
    {
        _index?.Dispose();
        Candidates.Dispose();
    }
}
