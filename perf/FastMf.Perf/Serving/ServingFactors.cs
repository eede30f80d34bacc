using FastMf.Data;
using FastMf.Evaluation.Generation;
using FastMf.Kernels;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Training;

namespace FastMf.Perf.Serving;

/// <summary>Models to serve, of rank 64.</summary>
internal static class ServingFactors
{
    public const int Rank = 64;

    /// <summary>Normal factors, the worst for pruning: all norms are alike and nothing stands out.</summary>
    public static MfModel Normal(int users, int items)
    {
        var random = new SeededRandom(items);
        var parameters = new ModelParameters(users, items, Rank);
        Fill(parameters.UserFactors.View, random);
        Fill(parameters.ItemFactors.View, random);
        return Model(parameters);
    }

    /// <summary>A model trained by ALS on ratings of 50,000 users for 60,000 items that were generated in the shape of MovieLens.</summary>
    public static MfModel Trained()
    {
        GeneratorOptions shape = GeneratorOptions.MovieLens25M with { Users = 50_000, Items = 60_000, Ratings = 8_000_000 };
        var options = new AlsOptions { Rank = Rank, Epochs = 6 };
        return new AlsTrainer(options).Train(RatingGenerator.Generate(shape).Train).Model;
    }

    /// <summary>The items of a model over and over again up to a number, each copy moved by a tenth of its length.</summary>
    public static MfModel Replicated(MfModel model, int items)
    {
        var random = new SeededRandom(7);
        var parameters = new ModelParameters(model.UserFactors.RowCount, items, Rank) { Mean = model.Mean };
        model.UserFactors.CopyTo(parameters.UserFactors);
        model.UserBiases.CopyTo(parameters.UserBiases.Span);
        for (int item = 0; item < items; item++)
        {
            Span<float> source = model.ItemFactors.View.PaddedRow(item % model.ItemFactors.RowCount);
            Span<float> target = parameters.ItemFactors.View.PaddedRow(item);
            float deviation = 0.1f * MathF.Sqrt(KernelSet.Best.Dot(source, source) / Rank);
            for (int i = 0; i < Rank; i++)
            {
                target[i] = source[i] + deviation * (float)random.NextGaussian();
            }

            parameters.ItemBiases[item] = model.ItemBiases[item % model.ItemFactors.RowCount] + 0.02f * (float)random.NextGaussian();
        }

        return Model(parameters);
    }

    private static void Fill(FactorView rows, SeededRandom random)
    {
        for (int row = 0; row < rows.RowCount; row++)
        {
            foreach (ref float value in rows.Row(row))
            {
                value = (float)random.NextGaussian();
            }
        }
    }

    private static MfModel Model(ModelParameters parameters)
    {
        int users = parameters.UserFactors.RowCount;
        int items = parameters.ItemFactors.RowCount;
        var regularization = new RowRegularization(1, 0, 1, 0);
        return new MfModel(
            IdMap.Range(users), IdMap.Range(items), parameters, Ones(users), Ones(items), new ModelInfo(
                "als", true, new RowObjective(ObjectiveKind.ObservedOnly, regularization), 1, 1));
    }

    private static int[] Ones(int count) => [.. Enumerable.Repeat(1, count)];
}
