using System.Globalization;
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
    case "serving":
        return FastMf.Perf.Serving.ServingSuite.Run(rest);
    default:
        Console.Error.WriteLine(
            """
            Usage: dotnet run -c Release --project perf/FastMf.Perf -- SUITE

              gram      rank-k accumulation: % of the peak of one core, against OpenBLAS where it is installed
              cholesky  factorization and both solves, likewise
              serving   top-N, batches, fold-in: latency against a full scan (of topn, batch, start, load, those named)
            """);
        return 2;
}
