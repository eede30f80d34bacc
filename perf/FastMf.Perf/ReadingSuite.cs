using System.Diagnostics;
using System.Globalization;
using FastMf.Data;
using FastMf.Data.Reading;
using FastMf.Perf.Measuring;

namespace FastMf.Perf;

/// <summary>
/// Reading a ratings file into a matrix, against what no reader can avoid: getting its bytes, and looking at each of them once.
/// </summary>
internal static class ReadingSuite
{
    private const int Rounds = 5;

    public static void Run(string path)
    {
        byte[] buffer = new byte[1 << 20];
        long bytes = new FileInfo(path).Length;
        int ratings = 0;
        double[] seconds = Interleaved.Best(
            Rounds,
            0,
            () => Bytes(path, buffer),
            () => Scan(path, buffer),
            () => ratings = Load(path, 1),
            () => ratings = Load(path, 2));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{path}: {ratings:N0} ratings, {bytes / 1e6:N0} MB, in the page cache; best of {Rounds}"));
        Report("get the bytes", seconds[0], bytes, seconds[1]);
        Report("count the lines", seconds[1], bytes, seconds[1]);
        Report("matrix, 1 thread", seconds[2], bytes, seconds[1]);
        Report("matrix, 2 threads", seconds[3], bytes, seconds[1]);
        Console.WriteLine($"peak memory of all of this {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:N0} MB");
    }

    private static void Report(string name, double seconds, long bytes, double scan) =>
        Console.WriteLine($"{name,-20} {seconds,6:F3} s  {bytes / seconds / 1e6,7:N0} MB/s  {seconds / scan,5:F1} x counting the lines");

    private static long Bytes(string path, byte[] buffer)
    {
        using FileStream file = File.OpenRead(path);
        long total = 0;
        for (int read; (read = file.Read(buffer)) > 0;)
        {
            total += read;
        }

        return total;
    }

    private static long Scan(string path, byte[] buffer)
    {
        using FileStream file = File.OpenRead(path);
        long lines = 0;
        for (int read; (read = file.Read(buffer)) > 0;)
        {
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        }

        return lines;
    }

    private static int Load(string path, int threads)
    {
        RatingMatrix matrix = RatingReader.Read(path, new RatingReaderOptions { Threads = threads }).Ratings;
        return matrix.Count;
    }
}
