using FastMf.Kernels;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Training.Validation;
using Xunit;

namespace FastMf.Tests.Training;

public class PairwiseErrorsTests
{
    [SeededProperty(Runs = 50)]
    public void Errors_are_those_of_the_models_scores_of_known_and_unknown_rows_alike(ComparisonsCase drawn)
    {
        SeededRandom random = drawn.Random();
        const int Users = 5;
        const int Items = 30;
        using var parameters = new ModelParameters(Users, Items, drawn.Rank) { Mean = 0.3f };
        Fill(parameters.UserFactors, parameters.UserBiases.Span, random);
        Fill(parameters.ItemFactors, parameters.ItemBiases.Span, random);
        var errors = new PairwiseErrors(parameters, KernelSet.Best);
        double expected = 0;
        for (int row = 0; row < drawn.Rows; row++)
        {
            int user = random.NextInt32(Users + 1) - 1;
            int leastItem = random.NextInt32(2) - 1;

            // Some rows are longer than what is worked on at once.
            int[] positives = [.. Enumerable.Range(0, random.NextInt32(drawn.Longest)).Select(_ => leastItem + random.NextInt32(Items))];
            int[] negatives = Array.ConvertAll(positives, _ => random.NextInt32(Items));
            errors.Add(user, positives, negatives);
            expected += positives.Zip(negatives).Sum(pair =>
                Math.Pow(1 / (1 + Math.Exp(parameters.Score(user, pair.First) - (double)parameters.Score(user, pair.Second))), 2));
        }

        Assert.Equal(expected, errors.Sum(), 1e-5 * (1 + expected));
    }

    private static void Fill(FactorMatrix factors, Span<float> biases, SeededRandom random)
    {
        for (int row = 0; row < biases.Length; row++)
        {
            biases[row] = (float)random.NextGaussian();
            foreach (ref float factor in factors.View.Row(row))
            {
                factor = 0.3f * (float)random.NextGaussian();
            }
        }
    }

    public sealed record ComparisonsCase([Between(1, 40)] int Rows, [Between(1, 800)] int Longest, [Between(1, 40)] int Rank, int Seed)
        : SeededCase(Seed);
}
