using System.Diagnostics;
using FastMf.Kernels;

namespace FastMf.Perf.Gate;

/// <summary>
/// Compares the speed of kernels and paths, as ratios to yardsticks of the same run, with the baseline. A case counts as slower only
/// when it stays so: what looks slower is measured again, longer, and the best of its measurements counts.
/// </summary>
internal static class GateSuite
{
    private const int Rounds = 25;
    private const int Repetitions = 4;
    private const int BaselineRuns = 9;

    /// <summary>The gate's result as an exit code: 0 for no regression.</summary>
    public static int Run(string baselinePath, string[] arguments)
    {
        if (arguments is ["--update", var reason])
        {
            return Update(baselinePath, new Baseline(reason, Processor.Name, $"{KernelSet.Best.Level}", []));
        }

        if (arguments is not [] and not ["--extend"])
        {
            Console.Error.WriteLine("Usage: gate [--update REASON | --extend]");
            return 2;
        }

        Baseline baseline = Baseline.Load(baselinePath);
        if (baseline.Level != $"{KernelSet.Best.Level}")
        {
            Console.WriteLine(
                $"The baseline is of {baseline.Level}, this machine computes with {KernelSet.Best.Level}: "
                + "there is nothing to compare with.");
            return 0;
        }

        if (arguments.Length > 0)
        {
            return Update(baselinePath, baseline);
        }

        long start = Stopwatch.GetTimestamp();
        using var cases = new GateCases(GateCases.GateRank);
        var handicap = Handicap.FromEnvironment();
        Console.WriteLine($"Baseline: {baseline.Processor}, {baseline.Level}; {baseline.Reason}");
        Console.WriteLine($"Here:     {Processor.Name}, {KernelSet.Best.Level}");
        Console.WriteLine("case        x naive   x peak loop   slower by   band   x naive, x peak loop in the baseline");
        var regressed = new List<string>();
        foreach (GateCase gateCase in cases.All)
        {
            if (!baseline.Cases.TryGetValue(gateCase.Name, out BaselineCase? expected))
            {
                Console.WriteLine($"{gateCase.Name,-10}  is not in the baseline; run gate --update.");
                regressed.Add(gateCase.Name);
                continue;
            }

            GateCase slowed = handicap is null ? gateCase : gateCase with { Kernel = handicap.Apply(gateCase.Name, gateCase.Kernel) };
            Speed speed = Best(slowed, expected);
            double slower = expected.Slowdown(speed);
            bool bad = slower > expected.Band;
            string states = string.Join("; ", expected.States.Select(state => $"{state.OverNaive:F2}, {state.OverPeak:F4}"));
            string verdict = bad ? "   REGRESSED" : "";
            Console.WriteLine(
                $"{gateCase.Name,-10}  {speed.OverNaive,7:F2}   {speed.OverPeak,11:F4}   {slower,9:F2}   {expected.Band,4:F2}   "
                + $"{states}{verdict}");
            if (bad)
            {
                regressed.Add(gateCase.Name);
            }
        }

        Console.WriteLine($"{Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
        Console.WriteLine(regressed.Count == 0 ? "No regression." : $"Regressed: {string.Join(", ", regressed)}.");
        return regressed.Count == 0 ? 0 : 1;
    }

    private static Speed Best(GateCase gateCase, BaselineCase expected)
    {
        Speed best = PairedTimes.Measure(gateCase, Rounds);
        for (int repetition = 1; repetition < Repetitions && expected.Slowdown(best) > expected.Band; repetition++)
        {
            // What other programs do to caches and clocks passes; a slower kernel stays.
            Thread.Sleep(TimeSpan.FromSeconds(1 << repetition));
            Speed again = PairedTimes.Measure(gateCase, Rounds * (1 << repetition));
            best = expected.Slowdown(again) < expected.Slowdown(best) ? again : best;
        }

        return best;
    }

    /// <summary>Adds the state that the machine is in to a baseline.</summary>
    private static int Update(string path, Baseline baseline)
    {
        using var cases = new GateCases(GateCases.GateRank);
        var runs = cases.All.ToDictionary(gateCase => gateCase.Name, _ => new List<Speed>());
        for (int run = 0; run < BaselineRuns; run++)
        {
            foreach (GateCase gateCase in cases.All)
            {
                runs[gateCase.Name].Add(PairedTimes.Measure(gateCase, Rounds));
            }
        }

        foreach ((string name, List<Speed> speeds) in runs)
        {
            BaselineCase entry = baseline.Cases.GetValueOrDefault(name, new BaselineCase([], 0)).With(speeds);
            baseline.Cases[name] = entry;
            Speed added = entry.States[^1];
            Console.WriteLine($"{name,-10}  {added.OverNaive,7:F2} x naive  {added.OverPeak,8:F4} x peak loop  band {entry.Band:F2}");
        }

        baseline.Save(path);
        return 0;
    }
}
