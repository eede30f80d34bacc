using BenchmarkDotNet.Attributes;
using FastMf.Perf.Gate;

namespace FastMf.Perf.Benchmarks;

/// <summary>Every kernel and path of <see cref="GateCases"/>, by rank, against its naive loop, with what it allocates.</summary>
[MemoryDiagnoser]
public class CaseBenchmarks : IDisposable
{
    private GateCases? _cases;
    private Action _kernel = () => { };
    private Action _naive = () => { };

    [Params("dot", "gram", "cholesky", "sgd", "top-n", "fold-in", "load")]
    public string Case { get; set; } = "";

    [Params(16, 32, 64, 128, 256)]
    public int Rank { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _cases = new GateCases(Rank);
        GateCase chosen = _cases.All.Single(gateCase => gateCase.Name == Case);
        (_kernel, _naive) = (chosen.Kernel, chosen.Naive);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _cases?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public void Naive() => _naive();

    [Benchmark]
    public void Kernel() => _kernel();
}
