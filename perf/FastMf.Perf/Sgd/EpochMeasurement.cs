using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FastMf.Data;
using FastMf.Data.Splitting;
using FastMf.Evaluation.Generation;
using FastMf.Kernels;
using FastMf.Training;

namespace FastMf.Perf.Sgd;

/// <summary>
/// Epochs over a MovieLens-25M-shaped set: the naive one (all ratings in random order, one thread) against the blocked one on one and
/// two threads, interleaved, best of all; the preparation of the first training, when nothing is compiled yet, and the shortest; the
/// validation of a 10 % hold-out in shares of an epoch; and the share of the blocked epoch that moving its bytes at the measured
/// bandwidth would take.
/// </summary>
public static class EpochMeasurement
{
    /// <summary>Bytes of factors on a side of a block, as the grid has them.</summary>
    private const int SideBytes = 384 * 1024;

    /// <summary>Prints one line for each rank. The first argument is the number of rounds, 3 without it.</summary>
    public static void Run(string[] args)
    {
        int rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 3;
        RatingMatrix ratings = RatingGenerator.Generate(GeneratorOptions.MovieLens25M).Train;
        double bandwidth = Bandwidth();
        Console.WriteLine($"{ratings.Count:N0} ratings, {ratings.Users.Count:N0} users, {ratings.Items.Count:N0} items; one core reads {bandwidth / 1e9:F1} GB/s");
        (double first, TimeSpan cold) = Epoch(ratings, new SgdOptions { Epochs = 6, Threads = 2 });
        Console.WriteLine($"cold preparation at rank 32, two threads: {cold.TotalSeconds:F3} s, {cold.TotalSeconds / first:F1} epochs");
        Console.WriteLine("rank  naive s  blocked 1 thread s  2 threads s  naive/blocked  speedup of 2  Mratings/s 1  Mratings/s 2  bytes/rating  bandwidth share  preparation s");
        foreach (int rank in (int[])[16, 32, 64, 128])
        {
            var options = new SgdOptions { Rank = rank, Epochs = 3 };
            (double naive, double one, double two, double preparation) =
                (double.MaxValue, double.MaxValue, double.MaxValue, double.MaxValue);
            for (int round = 0; round < rounds; round++)
            {
                one = Math.Min(one, Epoch(ratings, options with { Threads = 1 }).Seconds);
                (double epoch, TimeSpan rest) = Epoch(ratings, options with { Threads = 2 });
                (two, preparation) = (Math.Min(two, epoch), Math.Min(preparation, rest.TotalSeconds));
                naive = Math.Min(naive, Epoch(ratings, options with { Epochs = 1, Order = SgdOrder.Shuffled }).Seconds);
            }

            double bytes = BytesPerRating(ratings, rank);
            Console.WriteLine(
                $"{rank,4}  {naive,7:F3}  {one,18:F3}  {two,11:F3}  {naive / one,13:F2}  {one / two,12:F2}  {ratings.Count / one / 1e6,12:F1}  "
                + $"{ratings.Count / two / 1e6,12:F1}  {bytes,12:F1}  {bytes * ratings.Count / bandwidth / one,15:P0}  {preparation,13:F3}");
        }

        MeasureValidation(ratings);
    }

    private static (double Seconds, TimeSpan Preparation) Epoch(RatingMatrix ratings, SgdOptions options)
    {
        TrainingResult result = new SgdTrainer(options).Train(ratings);
        result.Model.Dispose();
        return (result.Epochs.Min(report => report.Elapsed.TotalSeconds), result.Preparation);
    }

    private static void MeasureValidation(RatingMatrix ratings)
    {
        RatingSplit split = RatingSplitter.RandomFraction(ratings, 0.1, 1);
        foreach (int rank in (int[])[16, 32, 64, 128])
        {
            TrainingResult result = new SgdTrainer(new SgdOptions { Rank = rank, Epochs = 12, Threads = 2 }).Train(split.Train, split.Test);
            result.Model.Dispose();
            double validation = result.Epochs.Min(report => report.ValidationElapsed.TotalSeconds);
            double epoch = result.Epochs.Min(report => report.Elapsed.TotalSeconds);
            Console.WriteLine($"validation of a 10 % hold-out at rank {rank}: {validation * 1e3:F1} ms, {validation / epoch:P1} of an epoch on two threads");
        }
    }

    /// <summary>
    /// 8 bytes of the sample; the user rows once, and an item's row once for every stripe that rates it, read and written; states of
    /// 16 bytes travel with the rows.
    /// </summary>
    private static double BytesPerRating(RatingMatrix ratings, int rank)
    {
        int factorBytes = FactorView.StrideFor(rank) * sizeof(float);
        int usersOfStripe = SideBytes / factorBytes;
        int[] lastStripe = new int[ratings.Items.Count];
        long rows = ratings.Users.Count;
        for (int user = 0; user < ratings.Users.Count; user++)
        {
            int stripe = 1 + user / usersOfStripe;
            foreach (int item in ratings.ByUser.Row(user).Indexes)
            {
                rows += lastStripe[item] == stripe ? 0 : 1;
                lastStripe[item] = stripe;
            }
        }

        return 8 + 2.0 * rows * (factorBytes + 16) / ratings.Count;
    }

    /// <summary>Bytes a second that one core reads from memory, best of five passes over 512 MB.</summary>
    private static double Bandwidth()
    {
        float[] data = new float[1 << 27];

        // Pages that were never written are all one page of zeros.
        Array.Fill(data, 1f);
        double best = 0;
        for (int pass = 0; pass < 5; pass++)
        {
            long start = Stopwatch.GetTimestamp();
            float largest = Largest(data);
            best = Math.Max(best, (largest + data.Length) * sizeof(float) / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    private static float Largest(ReadOnlySpan<float> data)
    {
        Vector512<float> first = default;
        Vector512<float> second = default;
        ref float origin = ref MemoryMarshal.GetReference(data);
        for (nuint i = 0; i + 32 <= (nuint)data.Length; i += 32)
        {
            first = Vector512.MaxNative(first, Vector512.LoadUnsafe(ref origin, i));
            second = Vector512.MaxNative(second, Vector512.LoadUnsafe(ref origin, i + 16));
        }

        return Vector512.MaxNative(first, second).GetElement(0);
    }
}
