using FastMf.Data;
using FastMf.Data.Splitting;
using FastMf.Evaluation;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Testing.Generators;
using FastMf.Tests.Model;
using FastMf.Training;
using Xunit;

namespace FastMf.Tests.Evaluation;

public class SeenRatingsTests
{
    [Fact]
    public void A_model_is_not_tested_on_what_it_has_learned_from_even_when_it_comes_from_a_file()
    {
        RatingMatrix all = RatingMatrixGenerator.Generate(new SeededRandom(11), 200, 100);
        RatingSplit split = RatingSplitter.RandomFraction(all, 0.2);
        using MfModel trained = new AlsTrainer(new AlsOptions { Rank = 2, Epochs = 1 }).Train(split.Train).Model;
        string file = Path.GetTempFileName();
        trained.Save(file);
        using MfModel model = MfModel.Load(file);
        File.Delete(file);
        Assert.Throws<SeenRatingsException>(() => RatingErrors.Of(model, split.Train));
        Assert.Throws<SeenRatingsException>(() => RatingErrors.Of(model, all));
        Assert.True(RatingErrors.Of(model, split.Test).Rmse > RatingErrors.OfAny(model, split.Train).Rmse);
        Assert.Equal(RatingErrors.OfAny(model, split.Test), RatingErrors.Of(model, split.Test));
    }

    [Fact]
    public void Errors_of_scores_are_not_held_within_the_range_of_ratings()
    {
        using MfModel model = SmallModel.Create();
        RatingMatrix ratings = RatingMatrix.Create(model.Users, model.Items, new[] { new Rating(0, 1, 4) });
        Assert.Equal(1, RatingErrors.OfAny(model, ratings).Mse);
        Assert.Equal(8.5 * 8.5, RatingErrors.OfAny(model, ratings, ofScores: true).Mse);
    }
}
