using FastMf.Numerics;
using FastMf.Testing.Generators;
using FastMf.Testing.Memory;

namespace FastMf.Kernels.Tests;

/// <summary>A random factor matrix whose last row ends at an unreadable page, and random rows to gather from it.</summary>
internal sealed class GatherCase : IDisposable
{
    private readonly GuardedBuffer _buffer;

    public GatherCase(SeededRandom random, int rank, int gathered)
        : this(random, rank, gathered, rows: 1 + random.NextInt32(60))
    {
    }

    public GatherCase(SeededRandom random, int rank, int gathered, int rows)
    {
        Rank = rank;
        Rows = rows;
        _buffer = new GuardedBuffer(Rows * FactorView.StrideFor(rank));
        FactorGenerator.FillRows(random, _buffer.Span, rank);
        Indexes = [.. Enumerable.Range(0, gathered).Select(_ => random.NextInt32(Rows))];
        Weights = [.. Indexes.Select(_ => (float)random.NextGaussian())];
    }

    public int Rank { get; }

    public int Rows { get; }

    public int[] Indexes { get; }

    public float[] Weights { get; }

    public FactorView View => new(_buffer.Span, Rows, Rank);

    public GatheredRows Gathered => new(Indexes, Weights);

    public IEnumerable<float[]> GatheredRows => Indexes.Select(row => View.Row(row).ToArray());

    public void Dispose() => _buffer.Dispose();
}
