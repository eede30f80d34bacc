using FastMf.Numerics;
using FastMf.Threading;

namespace FastMf.Evaluation.Generation;

/// <summary>Draws the biases and factors of a <see cref="PlantedModel"/>.</summary>
internal static class PlantedModelFactory
{
    private const int RowsPerPiece = 4096;

    /// <summary>Draws a model whose value has the wanted mean over ratings, that is, with items weighted by popularity.</summary>
    /// <param name="options">Valid options.</param>
    /// <param name="itemRanks">The popularity rank of each item, 0 for the most popular.</param>
    /// <param name="itemWeights">The popularity of each item.</param>
    /// <param name="workers">The number of threads.</param>
    public static PlantedModel Draw(GeneratorOptions options, int[] itemRanks, double[] itemWeights, int workers)
    {
        int rank = options.PlantedRank;
        float[] userBiases = new float[options.Users];
        float[] itemBiases = new float[options.Items];
        float[] userFactors = new float[options.Users * rank];
        float[] itemFactors = new float[options.Items * rank];
        double[] userDeviations = new double[rank];
        Array.Fill(userDeviations, 1);
        double[] itemDeviations = FactorDeviations(options);
        double common = options.PopularityCorrelation;
        double own = Math.Sqrt(1 - common * common);

        ForEachRow(options.Users, workers, user =>
        {
            SeededRandom random = RandomStreams.UserParameters.Of(options.Seed, user);
            userBiases[user] = (float)(options.UserBiasDeviation * random.NextGaussian());
            DrawFactors(random, userDeviations, userFactors.AsSpan(user * rank, rank));
        });
        ForEachRow(options.Items, workers, item =>
        {
            SeededRandom random = RandomStreams.ItemParameters.Of(options.Seed, item);
            double popularity = -NormalDistribution.Quantile((itemRanks[item] + 0.5) / options.Items);
            itemBiases[item] = (float)(options.ItemBiasDeviation * (common * popularity + own * random.NextGaussian()));
            DrawFactors(random, itemDeviations, itemFactors.AsSpan(item * rank, rank));
        });

        Center(itemBiases, itemWeights);
        return new PlantedModel(options.Mean, userBiases, itemBiases, userFactors, itemFactors, rank);
    }

    /// <summary>Factor f of an item has variance InteractionDeviation^2 (1 / f) / (1 + 1/2 + ... + 1 / rank), f = 1 to rank.</summary>
    private static double[] FactorDeviations(GeneratorOptions options)
    {
        double harmonic = 0;
        for (int f = 1; f <= options.PlantedRank; f++)
        {
            harmonic += 1.0 / f;
        }

        double[] deviations = new double[options.PlantedRank];
        for (int f = 1; f <= deviations.Length; f++)
        {
            deviations[f - 1] = options.InteractionDeviation / Math.Sqrt(f * harmonic);
        }

        return deviations;
    }

    private static void DrawFactors(SeededRandom random, double[] deviations, Span<float> factors)
    {
        for (int f = 0; f < factors.Length; f++)
        {
            factors[f] = (float)(deviations[f] * random.NextGaussian());
        }
    }

    /// <summary>Popular items are the better liked ones; without this the mean of the ratings would lie above the wanted one.</summary>
    private static void Center(float[] biases, double[] weights)
    {
        double sum = 0;
        double totalWeight = 0;
        for (int i = 0; i < biases.Length; i++)
        {
            sum += weights[i] * biases[i];
            totalWeight += weights[i];
        }

        for (int i = 0; i < biases.Length; i++)
        {
            biases[i] = (float)(biases[i] - sum / totalWeight);
        }
    }

    private static void ForEachRow(int rows, int workers, Action<int> draw) =>
        WorkerTeam.Run(workers, (int)((rows + (long)RowsPerPiece - 1) / RowsPerPiece), (_, piece) =>
        {
            for (int row = piece * RowsPerPiece; row < Math.Min(rows, (piece + 1L) * RowsPerPiece); row++)
            {
                draw(row);
            }
        });
}
