using System.Globalization;
using FastMf.Perf;
using FastMf.Perf.Kernels;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string suite = args.Length > 0 ? args[0] : "";
string[] rest = args.Length > 0 ? args[1..] : [];
switch (suite)
{
    case "gram":
        GramSuite.Run();
        return 0;
    case "cholesky":
        CholeskySuite.Run();
        return 0;
    case "load" when rest.Length == 1:
        LoadSuite.Run(rest[0]);
        return 0;
    case "gate":
        return FastMf.Perf.Gate.GateSuite.Run(FastMf.Perf.Gate.RepositoryFolder.BaselinePath, rest);
    case "tables":
        FastMf.Perf.Tables.TableSuite.Run(FastMf.Perf.Gate.RepositoryFolder.PerformancePage);
        return 0;
    case "bench":
        FastMf.Perf.Benchmarks.BenchmarkSuite.Run(rest);
        return 0;
    default:
        Console.Error.WriteLine(
            """
            Usage: dotnet run -c Release --project perf/FastMf.Perf -- SUITE

              gram      rank-k accumulation: % of the peak of one core, against OpenBLAS where it is installed
              cholesky  factorization and both solves, likewise
              load FILE reading ratings, against reading and counting the file's lines
              gate      ratios to yardsticks against perf/baseline.json; gate --update REASON writes it
              bench ... BenchmarkDotNet with its options, such as --filter *Case*
              tables    rewrites docs/performance.md and its picture
            """);
        return 2;
}
