using FastMf.Data;
using FastMf.Evaluation.Generation;
using FastMf.Kernels;
using FastMf.Model;
using FastMf.Training;
using Xunit;

namespace FastMf.Tests.Training.Sgd;

public class DeterminismTests
{
    [Fact]
    public void A_million_ratings_give_the_same_model_on_1_2_3_and_8_threads_and_at_every_fused_width()
    {
        // Enough ratings for a grid of 16 x 8 blocks and for 8 workers on it.
        RatingMatrix ratings = RatingGenerator.Generate(new GeneratorOptions { Users = 9000, Items = 3000, Ratings = 1_100_000 }).Train;
        var options = new SgdOptions { Rank = 12, Epochs = 2, SimdLevel = FusedLevel.Kernels.Level };
        SgdOptions[] variants =
        [
            options with { Threads = 1 },
            options with { Threads = 2 },
            options with { Threads = 3 },
            options with { Threads = 8 },
            options with { Threads = 3, SimdLevel = SimdLevel.Vector512 },
            options with { Threads = 3, SimdLevel = SimdLevel.Vector256 },
            options with { Threads = 3, SimdLevel = SimdLevel.Vector128Fused },
        ];
        string[] hashes = Array.ConvertAll(variants, variant => Hash(ratings, variant));
        Assert.Single(hashes.Distinct());
    }

    private static string Hash(RatingMatrix ratings, SgdOptions options)
    {
        using MfModel model = new SgdTrainer(options).Train(ratings).Model;
        return model.ComputeHash();
    }
}
