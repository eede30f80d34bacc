using FastMf.Data;
using FastMf.Evaluation.Generation;
using FastMf.Kernels;
using FastMf.Kernels.Sgd;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Testing.Generators;
using FastMf.Training;
using Xunit;

namespace FastMf.Tests.Training;

public class SgdTrainerTests
{
    [Fact]
    public void Divergence_names_the_epoch_and_a_lower_learning_rate()
    {
        RatingMatrix ratings = RatingMatrixGenerator.Generate(new SeededRandom(3));
        var error = Assert.Throws<DivergenceException>(() => new SgdTrainer(SgdOptions.Textbook with { LearningRate = 40 }).Train(ratings));
        Assert.InRange(error.Epoch, 1, 40);
        Assert.Contains("Lower the learning rate, for example to 4.", error.Message, StringComparison.Ordinal);
    }

    [SeededProperty(Runs = 40)]
    public void The_train_error_falls_from_epoch_to_epoch_at_a_small_rate(RatingCase drawn)
    {
        RatingMatrix ratings = drawn.ToMatrix();
        SgdOptions options = SgdOptions.Textbook with { Rank = 4, Epochs = 6, LearningRate = 0.002f, Seed = drawn.Seed };
        TrainingResult result = new SgdTrainer(options.WithRegularization(0)).Train(ratings);
        using MfModel model = result.Model;
        for (int epoch = 1; epoch < result.Epochs.Count; epoch++)
        {
            Assert.InRange(result.Epochs[epoch].TrainRmse, 0, result.Epochs[epoch - 1].TrainRmse + 1e-4);
        }
    }

    [SeededProperty(Runs = 20)]
    public void Every_fused_vector_width_and_thread_count_gives_the_same_model(RankedCase drawn)
    {
        RatingMatrix ratings = drawn.ToMatrix();
        var options = new SgdOptions { Rank = drawn.Rank, Epochs = 2 };
        Assert.Single(
            new[]
            {
                Hash(ratings, options with { SimdLevel = SimdLevel.Vector512 }),
                Hash(ratings, options with { SimdLevel = SimdLevel.Vector256, Threads = 3 }),
                Hash(ratings, options with { SimdLevel = SimdLevel.Vector128Fused, Threads = 8 }),
            }.Distinct());
    }

    [Fact]
    public void Every_option_that_should_changes_the_model()
    {
        RatingMatrix ratings = RatingMatrixGenerator.Generate(new SeededRandom(5));
        SgdOptions options = new SgdOptions { Rank = 4, Epochs = 3 }.WithRegularization(0.02f);
        SgdOptions[] variants =
        [
            options,
            options with { Seed = 2 },
            options with { Update = SgdUpdateRule.Sequential },
            options with { Order = SgdOrder.Shuffled },
            options with { Rule = LearningRateRule.Constant, LearningRate = 0.01f },
            options with { Rule = LearningRateRule.InverseDecay, LearningRate = 0.01f },
            options with { LearningRate = 0.4f },
            options with { RegularizationExponent = 1 },
            options with { BiasRegularizationExponent = 1 },
            options with { Loss = SgdLoss.Huber },
            options with { Loss = SgdLoss.Absolute },
            options with { Loss = SgdLoss.Absolute, LossLimit = 2 },
            options with { NonNegative = true },
            options with { UserBiasRegularization = 0.5f },
            options with { ItemBiasRegularization = 0.5f },
            options with { UserFactorRegularization = 0.5f },
            options with { ItemFactorRegularization = 0.5f },
            options with { UseBiases = false },
            options with { InitialDeviation = 0.5f },
        ];
        Assert.Equal(variants.Length, variants.Select(variant => Hash(ratings, variant)).Distinct().Count());
    }

    [Fact]
    public void Without_biases_mean_and_biases_are_zero()
    {
        RatingMatrix ratings = RatingMatrixGenerator.Generate(new SeededRandom(6));
        using MfModel model = new SgdTrainer(new SgdOptions { Rank = 4, UseBiases = false }).Train(ratings).Model;
        Assert.Equal(0, model.Mean);
        Assert.All(model.UserBiases.ToArray(), bias => Assert.Equal(0, bias));
        Assert.All(model.ItemBiases.ToArray(), bias => Assert.Equal(0, bias));
    }

    [Fact]
    public void A_planted_model_is_learned_beyond_what_biases_explain()
    {
        GeneratedRatings generated = RatingGenerator.Generate(
            new GeneratorOptions { Users = 600, Items = 400, Ratings = 40_000, PlantedRank = 3, TestFraction = 0.1 });
        TrainingResult biasesOnly = new AlsTrainer(new AlsOptions { Rank = 1, Regularization = 1e6f }).Train(
            generated.Train, generated.Test);
        TrainingResult full = new SgdTrainer(new SgdOptions { Rank = 8, Epochs = 60 }).Train(generated.Train, generated.Test);
        using (biasesOnly.Model)
        using (full.Model)
        {
            double floor = generated.BestTestRmse!.Value;
            double gap = biasesOnly.Epochs[^1].ValidationRmse!.Value - floor;
            Assert.InRange(full.Epochs[^1].ValidationRmse!.Value - floor, 0, 0.6 * gap);
        }
    }

    private static string Hash(RatingMatrix ratings, SgdOptions options)
    {
        using MfModel model = new SgdTrainer(options).Train(ratings).Model;
        return model.ComputeHash();
    }
}
