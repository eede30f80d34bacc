using FastMf.Data;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Testing.References;
using FastMf.Tests.Model;
using Xunit;

namespace FastMf.Evaluation.Tests;

public class RatingErrorsTests
{
    private static readonly int[] ThreadCounts = [0, 2, 3, 8];

    [Fact]
    public void A_case_worked_by_hand()
    {
        using MfModel model = SmallModel.Create();
        RatingMatrix ratings = RatingMatrix.Create(
            IdMap.FromTexts(["anna", "ben", "carl", "nobody"]),
            IdMap.FromTexts(["10", "20", "30", "99"]),
            new[]
            {
                new Rating(0, 0, 3), // predicted 4
                new Rating(0, 1, 4), // predicted 12.5, held at 5
                new Rating(0, 3, 5), // unknown item: 3.5
                new Rating(1, 1, 1), // predicted 3
                new Rating(2, 2, 3), // neither known: 3
                new Rating(3, 0, 2.25f), // unknown user: 2.75
            });

        // Six ratings outnumber the three that this model has learned from, which would be refused.
        RatingErrors errors = RatingErrors.OfAny(model, ratings);
        Assert.Equal(new RatingErrors(6, 3, (1 + 1 + 2.25 + 4 + 0 + 0.25) / 6, (1 + 1 + 1.5 + 2 + 0 + 0.5) / 6), errors);
        Assert.Equal(Math.Sqrt(8.5 / 6), errors.Rmse);
    }

    [SeededProperty(Runs = 15)]
    public void Errors_are_those_of_a_plain_loop_for_every_number_of_threads(ErrorsCase drawn)
    {
        SeededRandom random = drawn.Random();
        using MfModel model = RandomModel.Create(random, drawn.Users, 20, drawn.Rank, random.NextGaussian);
        var triples = new List<Rating>();
        for (int user = 0; user < model.Users.Count; user++)
        {
            for (int item = random.NextInt32(9); item < 20; item += 1 + random.NextInt32(9))
            {
                triples.Add(new Rating(user, item, 0.5f * (1 + random.NextInt32(10))));
            }
        }

        RatingMatrix ratings = RatingMatrix.Create(model.Users, model.Items, triples.ToArray());
        RatingErrors errors = RatingErrors.Of(model, ratings, threads: 1);
        Assert.All(ThreadCounts, threads => Assert.Equal(errors, RatingErrors.Of(model, ratings, threads)));

        double Predicted(Rating rating)
        {
            bool user = model.UserRatingCounts[rating.User] > 0;
            bool item = model.ItemRatingCounts[rating.Item] > 0;
            double product = user && item ? NaiveAlgebra.Dot(model.UserFactors.Row(rating.User), model.ItemFactors.Row(rating.Item)) : 0;
            return Math.Clamp(
                model.Mean + (user ? model.UserBiases[rating.User] : 0) + (item ? model.ItemBiases[rating.Item] : 0) + product, 0.5, 5);
        }

        Assert.Equal(triples.Count, errors.Count);
        Assert.Equal(
            triples.Count(rating => model.UserRatingCounts[rating.User] == 0
                || model.ItemRatingCounts[rating.Item] == 0), errors.UnknownCount);
        Assert.Equal(triples.Average(rating => Math.Pow(rating.Value - Predicted(rating), 2)), errors.Mse, 1e-5);
        Assert.Equal(triples.Average(rating => Math.Abs(rating.Value - Predicted(rating))), errors.Mae, 1e-5);
    }

    [Fact]
    public void No_ratings_give_zeros_and_no_nan()
    {
        using MfModel model = SmallModel.Create();
        RatingMatrix none = RatingMatrix.Create(model.Users, model.Items, ReadOnlyMemory<Rating>.Empty);
        Assert.Equal(new RatingErrors(0, 0, 0, 0), RatingErrors.Of(model, none));
    }

    [Fact]
    public void Arguments_that_make_no_sense_are_refused()
    {
        using MfModel model = SmallModel.Create();
        RatingMatrix ratings = RatingMatrix.Create(model.Users, model.Items, new[] { new Rating(0, 0, 3) });
        Assert.Throws<ArgumentNullException>("model", () => RatingErrors.Of(null!, ratings));
        Assert.Throws<ArgumentNullException>("ratings", () => RatingErrors.Of(model, null!));
        Assert.Throws<ArgumentOutOfRangeException>("threads", () => RatingErrors.Of(model, ratings, -1));
        Assert.Throws<ArgumentOutOfRangeException>("threads", () => RatingErrors.Of(model, ratings, 1025));
    }

    [Fact]
    public void A_comparison_can_be_cancelled()
    {
        using MfModel model = SmallModel.Create();
        RatingMatrix ratings = RatingMatrix.Create(model.Users, model.Items, new[] { new Rating(0, 0, 3) });
        Assert.ThrowsAny<OperationCanceledException>(() => RatingErrors.Of(model, ratings, 1, new CancellationToken(canceled: true)));
    }

    /// <summary>More users than one piece of work holds.</summary>
    public sealed record ErrorsCase([Between(700, 1000)] int Users, [Between(1, 10)] int Rank, int Seed) : SeededCase(Seed);
}
