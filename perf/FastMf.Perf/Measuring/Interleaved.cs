using System.Diagnostics;

namespace FastMf.Perf.Measuring;

/// <summary>
/// Times several contenders in turns, so that whatever else the machine does befalls all of them, and keeps each one's best round.
/// </summary>
internal static class Interleaved
{
    /// <summary>Seconds per call of each contender, best of <paramref name="rounds"/> rounds.</summary>
    /// <param name="rounds">How often each contender has its turn.</param>
    /// <param name="secondsPerTurn">How long a turn lasts at least, in calls of doubling number.</param>
    /// <param name="contenders">What to time; each call does its work once.</param>
    public static double[] Best(int rounds, double secondsPerTurn, params Action[] contenders)
    {
        long[] calls = [.. contenders.Select(contender => Calibrate(contender, secondsPerTurn))];
        double[] best = [.. contenders.Select(_ => double.PositiveInfinity)];
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < contenders.Length; i++)
            {
                best[i] = Math.Min(best[i], Time(contenders[i], calls[i]));
            }
        }

        return best;
    }

    /// <summary>
    /// The number of calls that fill a turn. The faster of two times counts: one interruption would make every turn a single call.
    /// </summary>
    private static long Calibrate(Action contender, double seconds)
    {
        for (long calls = 1; ; calls *= 2)
        {
            if (Math.Min(Time(contender, calls), Time(contender, calls)) * calls >= seconds)
            {
                return calls;
            }
        }
    }

    private static double Time(Action contender, long calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (long call = 0; call < calls; call++)
        {
            contender();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds / calls;
    }
}
