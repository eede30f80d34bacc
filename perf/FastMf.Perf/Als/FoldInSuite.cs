using FastMf.Data;
using FastMf.Evaluation.Generation;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Perf.Measuring;
using FastMf.Recommending;
using FastMf.Training;

namespace FastMf.Perf.Als;

/// <summary>Folding a user with 150 ratings in, against a model of 59,047 items: other items at each call, best of many turns.</summary>
internal static class FoldInSuite
{
    private const int Ratings = 150;
    private const int Items = 59_047;
    private const int Users = 200;

    public static void Run()
    {
        Console.WriteLine($"{Ratings} ratings of {Items:N0} items, one core");
        Console.WriteLine("    k  observed only, us   implicit, us   % of peak (observed only)");
        foreach (int rank in new[] { 16, 32, 64, 128 })
        {
            double observed = Measure(rank, ObjectiveKind.ObservedOnly, out double peak);
            double @implicit = Measure(rank, ObjectiveKind.Implicit, out _);
            double k = rank;
            double flops = k * (k + 1) * Ratings + k * k * k / 3 + 2 * k * k;
            Console.WriteLine($"{rank,5}  {observed * 1e6,17:F1}   {@implicit * 1e6,12:F1}   {flops / observed / peak,9:P0}");
        }
    }

    private static double Measure(int rank, ObjectiveKind objective, out double peak)
    {
        RatingMatrix ratings = RatingGenerator.Generate(new GeneratorOptions { Users = 2000, Items = Items, Ratings = 400_000 }).Train;
        using MfModel model = new AlsTrainer(new AlsOptions { Rank = rank, Epochs = 1, Objective = objective }).Train(ratings).Model;
        var random = new SeededRandom(1);
        ItemIndex[][] items = [.. Enumerable.Range(0, Users).Select(_ =>
            Enumerable.Range(0, Ratings)
                .Select(_ => random.NextInt32(model.Items.Count))
                .Distinct()
                .Order()
                .Select(item => new ItemIndex(item))
                .ToArray())];
        float[] values = [.. Enumerable.Range(0, Ratings).Select(_ => 0.5f * (1 + random.NextInt32(10)))];
        float[] factors = new float[model.ItemFactors.Stride];
        using var foldIn = new UserFoldIn(model);
        int next = 0;
        double[] seconds = Interleaved.Best(
            15,
            0.005,
            Peak.Loop,
            () =>
            {
                ItemIndex[] user = items[next++ % Users];
                foldIn.Solve(user, values.AsSpan(0, user.Length), factors);
            });
        peak = Peak.FlopsPerLoop / seconds[0];
        return seconds[1];
    }
}
