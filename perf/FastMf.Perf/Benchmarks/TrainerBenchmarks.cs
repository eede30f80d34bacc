using BenchmarkDotNet.Attributes;
using FastMf.Data;
using FastMf.Evaluation.Generation;
using FastMf.Training;

namespace FastMf.Perf.Benchmarks;

/// <summary>An epoch of each trainer over generated ratings of the shape of MovieLens 100K, on one thread.</summary>
[MemoryDiagnoser]
public class TrainerBenchmarks
{
    private RatingMatrix? _ratings;

    [Params(16, 64, 128)]
    public int Rank { get; set; }

    [GlobalSetup]
    public void Setup() => _ratings = RatingGenerator.Generate(GeneratorOptions.MovieLens100K).Train;

    [Benchmark]
    public void Als() => new AlsTrainer(new AlsOptions { Rank = Rank, Epochs = 1, Threads = 1 }).Train(_ratings!).Model.Dispose();

    [Benchmark]
    public void Sgd() => new SgdTrainer(new SgdOptions { Rank = Rank, Epochs = 1, Threads = 1 }).Train(_ratings!).Model.Dispose();
}
