namespace FastMf.Recommending.Search;

/// <summary>What one worker needs to search for a group of queries.</summary>
/// <param name="queries">The size of a group.</param>
/// <param name="dimensions">Components of a query, padding included.</param>
internal sealed class BatchWorkspace(int queries, int dimensions)
{
    private readonly sbyte[] _components = new sbyte[queries * dimensions];

    /// <summary>The coded queries.</summary>
    public CodedQuery[] Queries { get; } = new CodedQuery[queries];

    /// <summary>Whether each query was coded; the others take a full scan.</summary>
    public bool[] IsCoded { get; } = new bool[queries];

    /// <summary>A query while it is being coded.</summary>
    public double[] Rotated { get; } = new double[dimensions];

    /// <summary>The components of a coded query.</summary>
    public Span<sbyte> Components(int query) => _components.AsSpan(query * dimensions, dimensions);
}
