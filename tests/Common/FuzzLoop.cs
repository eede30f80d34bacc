using System.Diagnostics;
using System.Globalization;
using FastMf.Numerics;
using Xunit;

namespace FastMf.TestCommon;

/// <summary>
/// Feeds random inputs to a parser: a few in a test run, or as many as fit into the time that <see cref="SecondsVariable"/> gives.
/// Input n depends on n and the name alone, and <see cref="FirstVariable"/> starts with another one than 0, to replay it or to go on.
/// </summary>
internal static class FuzzLoop
{
    public const string SecondsVariable = "FASTMF_FUZZ_SECONDS";
    public const string FirstVariable = "FASTMF_FUZZ_FIRST";

    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(1);

    /// <summary>Runs <paramref name="input"/> for one seeded generator after the other; it fails by throwing.</summary>
    /// <param name="name">The name of the fuzz test.</param>
    /// <param name="inputs">How many inputs a short run tries.</param>
    /// <param name="maximumBytes">What the thread may allocate for one input.</param>
    /// <param name="input">Makes an input and feeds it.</param>
    public static void Run(string name, int inputs, long maximumBytes, Action<SeededRandom> input)
    {
        long first = Number(FirstVariable) ?? 0;
        double? seconds = Number(SecondsVariable);
        long stream = name.Sum(letter => (long)letter);
        long current = first;
        long started = Stopwatch.GetTimestamp();
        long inputStarted = started;
        bool done = false;
        using var watch = new Timer(
            _ =>
            {
                if (!Volatile.Read(ref done) && Stopwatch.GetElapsedTime(Volatile.Read(ref inputStarted)) > Hang)
                {
                    Environment.FailFast($"{name} hangs on input {current}; replay it with {FirstVariable}={current}.");
                }
            },
            null,
            Hang,
            Hang);
        for (; seconds is { } limit ? Stopwatch.GetElapsedTime(started).TotalSeconds < limit : current < first + inputs; current++)
        {
            Volatile.Write(ref inputStarted, Stopwatch.GetTimestamp());
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                input(new SeededRandom(current, stream));
            }
            catch (Exception failure)
            {
                Assert.Fail($"{name} fails on input {current}; replay it with {FirstVariable}={current}. {failure}");
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(
                allocated <= maximumBytes,
                $"{name} allocates {allocated:N0} bytes for input {current}; replay it with {FirstVariable}={current}.");
        }

        Volatile.Write(ref done, true);
        if (seconds is not null)
        {
            Console.WriteLine(
                $"{name}: {current - first:N0} inputs in {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s, first {first}.");
        }
    }

    private static long? Number(string variable) =>
        long.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value
            : null;
}
