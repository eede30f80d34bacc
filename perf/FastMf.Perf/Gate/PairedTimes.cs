using System.Diagnostics;
using FastMf.Perf.Measuring;

namespace FastMf.Perf.Gate;

/// <summary>
/// Times a case and its yardsticks in turns of a millisecond, and takes the median over the rounds of the ratios within a round: what
/// the machine does meanwhile befalls neighbours alike, and what befalls one turn alone does not move a median.
/// </summary>
internal static class PairedTimes
{
    private const double WarmUpSeconds = 0.03;
    private const double SecondsPerTurn = 0.001;

    public static Speed Measure(GateCase gateCase, int rounds)
    {
        Action[] contenders = [gateCase.Kernel, gateCase.Naive, Peak.Loop];
        int[] calls = [.. contenders.Select(Calibrate)];
        double[] overNaive = new double[rounds];
        double[] overPeak = new double[rounds];
        for (int round = 0; round < rounds; round++)
        {
            double kernel = Time(contenders[0], calls[0]);
            overNaive[round] = Time(contenders[1], calls[1]) / kernel;
            overPeak[round] = Time(contenders[2], calls[2]) / kernel;
        }

        return new Speed(Median(overNaive), Median(overPeak));
    }

    public static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The calls that fill a turn, by the shortest of several: one that was interrupted says nothing.</summary>
    private static int Calibrate(Action contender)
    {
        double shortest = double.PositiveInfinity;
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < WarmUpSeconds;)
        {
            shortest = Math.Min(shortest, Time(contender, 1));
        }

        return (int)Math.Clamp(SecondsPerTurn / shortest, 1, 1e6);
    }

    private static double Time(Action contender, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (int call = 0; call < calls; call++)
        {
            contender();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds / calls;
    }
}
