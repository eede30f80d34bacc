using System.Text;
using FastMf.Kernels;
using FastMf.Perf.Gate;
using FastMf.Perf.Measuring;

namespace FastMf.Perf.Tables;

/// <summary>Measures every kernel and path for several ranks and writes the page about it, with its picture.</summary>
internal static class TableSuite
{
    private const int Rounds = 15;
    private const double SecondsPerTurn = 0.004;

    private static readonly int[] Ranks = [16, 32, 64, 100, 128, 256];

    private static readonly (string Name, string Title)[] Titles =
    [
        ("gram", "Normal equations of 64 gathered rows"),
        ("cholesky", "Cholesky factorization and both substitutions, sixteen systems at once up to rank 64"),
        ("fold-in", "Folding a user with 50 ratings in"),
        ("dot", "Products of one row with 512"),
        ("sgd", "SGD updates, factors in the second-level cache"),
        ("top-n", "The best 10 of 4,000 items"),
        ("load", "Reading 10,000 lines"),
    ];

    public static void Run(string page)
    {
        // A first pass, thrown away: code is compiled, and the processor has found its frequency.
        using (var first = new GateCases(Ranks[0]))
        {
            foreach (GateCase gateCase in first.All)
            {
                Measure(gateCase, Ranks[0]);
            }
        }

        var rows = new List<TableRow>();
        foreach (int rank in Ranks)
        {
            using var cases = new GateCases(rank);
            rows.AddRange(cases.All
                .Where(gateCase => gateCase.Cost.Operations > 0 || rank == Ranks[0])
                .Select(gateCase => Measure(gateCase, rank)));
            Console.WriteLine($"rank {rank} is measured");
        }

        string picture = Path.ChangeExtension(page, ".svg");
        TableRow[] drawn = [.. rows.Where(row => row.Cost.Operations > 0)];
        File.WriteAllText(picture, Picture.Draw(drawn, [.. Titles.Select(title => title.Name)], Ranks));
        File.WriteAllText(page, Page(rows, Path.GetFileName(picture)));
        Console.WriteLine($"{page} and {picture} are written");
    }

    private static TableRow Measure(GateCase gateCase, int rank)
    {
        double[] seconds = Interleaved.Best(Rounds, SecondsPerTurn, Peak.Loop, gateCase.Kernel, gateCase.Naive);
        return new TableRow(gateCase.Name, rank, gateCase.Cost, seconds[1], seconds[2], Peak.FlopsPerLoop / seconds[0]);
    }

    private static string Page(List<TableRow> rows, string picture)
    {
        var text = new StringBuilder();
        text.Append(
            $$"""
            # Performance

            One core, and data that fits its caches: what the code can do. Each figure is the best of {{Rounds}} turns that alternate with the peak
            loop (independent fused multiply-adds in registers) and with the loop that anybody would write first, scalar and compiled at full
            optimization; "of peak" is against the peak loop of the same rounds. Operations are the fewest that the mathematics needs, bytes those
            of the rows or of the text that must be read.

            Machine: {{Processor.Name}}; vectors: {{KernelSet.Best.Level}}; peak {{rows.Max(row => row.PeakFlops) / 1e9:F0}} GFLOP/s. This page is written by

            ```text
            dotnet run -c Release --project perf/FastMf.Perf -- tables
            ```

            and the same cases run under BenchmarkDotNet, with what they allocate, by `-- bench --filter *Case*`.

            ![Share of the peak by kernel and rank]({{picture}})

            """);
        foreach ((string name, string title) in Titles)
        {
            text.Append(
                $"\n## {title}\n\n| rank | time | GFLOP/s | of peak | GB/s | against the naive loop |\n|---|---|---|---|---|---|\n");
            foreach (TableRow row in rows.Where(row => row.Name == name))
            {
                text.Append(row.Markdown()).Append('\n');
            }
        }

        text.Append(
            """

            ## The gate

            Times are of no use to a test on a shared machine; ratios within one run are. The gate measures these cases at rank 64, each in turns
            of a millisecond with its naive loop and the peak loop, takes the median of the ratios over 25 rounds, and compares them with
            `perf/baseline.json`. A case has regressed when it is slower than the baseline by more than its band, against either yardstick, and
            stays so when it is measured again, up to three times and longer each time. Neighbours on the same core move even ratios, by up to
            1.6: so the baseline holds the machine's states, quiet and busy, and the nearest one counts.

            ```sh
            dotnet run -c Release --project perf/FastMf.Perf -- gate
            ```

            The exit code is 1 when a case has regressed; the table names it. `gate --update REASON` writes the baseline anew: nine runs, their
            median, and a band of 1.3 to 1.5 by the scatter among them; `gate --extend` adds the state that the machine is in now. A baseline of
            another vector width is not compared with. The variable `FASTMF_PERF_SLOW`, as in `gram:2`, makes a case slower by that factor, and
            `perf/prove-gate` shows with it that a kernel that takes twice its time is found: in 10 of 10 runs, while of 20 runs of the code
            as it is none raised an alarm. A slowdown by half is not found reliably.

            Allocations are exact and are asserted by the tests: serving and kernels allocate nothing.

            """);
        return text.ToString();
    }
}
