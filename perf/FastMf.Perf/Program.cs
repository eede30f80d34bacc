using System.Globalization;
using FastMf.Data.Reading;
using FastMf.Perf;
using FastMf.Perf.Als;
using FastMf.Perf.Benchmarks;
using FastMf.Perf.Gate;
using FastMf.Perf.Hashes;
using FastMf.Perf.Kernels;
using FastMf.Perf.Serving;
using FastMf.Perf.Sgd;
using FastMf.Perf.Tables;

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
    case "tensors":
        TensorSuite.Run();
        return 0;
    case "als" when rest.Length == 1:
        IterationSuite.Run(RatingReader.Read(rest[0]).Ratings);
        return 0;
    case "sgd-update":
        UpdateMeasurement.Run(rest);
        return 0;
    case "sgd-epoch":
        EpochMeasurement.Run(rest);
        return 0;
    case "foldin":
        FoldInSuite.Run();
        return 0;
    case "solvers":
        SolverSuite.Run();
        return 0;
    case "load" when rest.Length == 1:
        ReadingSuite.Run(rest[0]);
        return 0;
    case "serving":
        return ServingSuite.Run(rest);
    case "gate":
        return GateSuite.Run(RepositoryFolder.BaselinePath, rest);
    case "hashes":
        return HashSuite.Run(RepositoryFolder.HashesPath, rest);
    case "tables":
        TableSuite.Run(RepositoryFolder.PerformancePage);
        return 0;
    case "bench":
        BenchmarkSuite.Run(rest);
        return 0;
    default:
        Console.Error.WriteLine(
            """
            Usage: dotnet run -c Release --project perf/FastMf.Perf -- SUITE

              gram      rank-k accumulation: % of the peak of one core, against OpenBLAS where it is installed
              cholesky  factorization and both solves, likewise
              tensors   dot products, norms and cosines of rows, against TensorPrimitives and the naive loop
              als FILE  full ALS iterations over a ratings file, in % of the peak
              foldin    folding a user with 150 ratings in
              solvers   the solvers of ALS, in time to the same objective
              sgd-update  one SGD update in cache, each rule and loss
              sgd-epoch   SGD epochs: naive order against the grid
              load FILE reading ratings, against reading and counting the file's lines
              serving   top-N, batches, fold-in: latency against a full scan (of topn, batch, start, ids, load, those named)
              gate      ratios to yardsticks against perf/baseline.json; gate --update REASON writes it
              hashes    models of every kind and SIMD level, bit for bit against perf/hashes.txt; hashes --update writes it
              bench ... BenchmarkDotNet with its options, such as --filter *Case*
              tables    rewrites docs/performance.md and its picture
            """);
        return 2;
}
