using System.Diagnostics;
using FastMf.Data;
using FastMf.Numerics;

namespace FastMf.Perf.Serving;

/// <summary>
/// Looking integer ids up, three of four of them known, at random: as numbers, and as the text that requests bring. One thread.
/// </summary>
internal static class IdSuite
{
    private const int Probes = 1 << 16;
    private const int Rounds = 30;

    public static void Run()
    {
        Console.WriteLine("ids                                  index ms   number ns   text ns");
        foreach (int count in new[] { 60_000, 1_000_000 })
        {
            Measure($"side by side, {count:N0}", IdMap.Range(count));
            Measure($"every third, {count:N0}", IdMap.FromIntegers([.. Enumerable.Range(0, count).Select(i => 3L * i)]));
            var random = new SeededRandom(count);
            Measure(
                $"anywhere in 63 bits, {count:N0}",
                IdMap.FromIntegers([.. Enumerable.Range(0, count).Select(_ => (long)(random.NextUInt64() >> 1))]));
        }
    }

    private static void Measure(string name, IdMap ids)
    {
        double index = Nanoseconds(ids.Prepare) / 1e6;
        var random = new SeededRandom(7);
        long[] numbers = [.. Enumerable.Range(0, Probes).Select(i => ids.Integers[random.NextInt32(ids.Count)] + (i % 4 == 3 ? 1 : 0))];
        string[] texts = [.. numbers.Select(number => $"{number}")];
        (double number, double text) = (double.PositiveInfinity, double.PositiveInfinity);
        for (int round = 0; round < Rounds; round++)
        {
            number = Math.Min(number, Nanoseconds(() => LookUp(ids, numbers)) / Probes);
            text = Math.Min(text, Nanoseconds(() => LookUp(ids, texts)) / Probes);
        }

        Console.WriteLine($"{name,-36} {index,8:F2} {number,11:F1} {text,9:F1}");
    }

    private static void LookUp(IdMap ids, long[] probes)
    {
        foreach (long probe in probes)
        {
            ids.TryGetIndex(probe, out _);
        }
    }

    private static void LookUp(IdMap ids, string[] probes)
    {
        foreach (string probe in probes)
        {
            ids.TryGetIndex(probe, out _);
        }
    }

    private static double Nanoseconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }
}
