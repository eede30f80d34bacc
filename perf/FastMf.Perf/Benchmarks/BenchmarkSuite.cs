using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace FastMf.Perf.Benchmarks;

/// <summary>
/// The same cases under BenchmarkDotNet, for its statistics and its options. Inside this process: a project that it would generate is
/// none of this repository's, and would not build under its rules.
/// </summary>
internal static class BenchmarkSuite
{
    public static void Run(string[] arguments) => BenchmarkSwitcher
        .FromTypes([typeof(CaseBenchmarks), typeof(TrainerBenchmarks)])
        .Run(arguments, DefaultConfig.Instance.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).AsMutator()));
}
