using FastMf.Data;
using FastMf.Kernels;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Tests.Model;
using FastMf.Training.Validation;
using Xunit;

namespace FastMf.Tests.Training;

public class ValidationSetTests
{
    [SeededProperty(Runs = 40)]
    public void The_error_is_that_of_predictions_one_by_one_and_the_same_bits_for_every_number_of_workers(ValidationCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);

        // Ids from both sides of those that training knows, users in another order, and users and items without training ratings.
        RatingMatrix ratings = drawn.ToMatrix();
        var users = IdMap.FromIntegers([.. Enumerable.Range(0, 200).Select(id => 2L * id)]);
        var items = IdMap.FromIntegers([.. Enumerable.Range(5, 40).Select(id => (long)id)]);
        using MfModel model = RandomModel.Create(random, users.Count, items.Count, drawn.Rank, random.NextGaussian);
        int[] userCounts = [.. Enumerable.Range(0, users.Count).Select(_ => random.NextInt32(4))];
        int[] itemCounts = [.. Enumerable.Range(0, items.Count).Select(_ => random.NextInt32(4))];
        var set = new ValidationSet(ratings, new LearnedIds(users, userCounts, items, itemCounts), default, KernelSet.Best, workers: 2);

        int[] userOf = KnownRows.Of(ratings.Users, users, userCounts);
        int[] itemOf = KnownRows.Of(ratings.Items, items, itemCounts);
        double squares = 0;
        for (int row = 0; row < ratings.Users.Count; row++)
        {
            RatingRow entries = ratings.ByUser.Row(row);
            for (int i = 0; i < entries.Count; i++)
            {
                double error = (double)entries.Values[i] - model.Parameters.Predict(userOf[row], itemOf[entries.Indexes[i]]);
                squares += error * error;
            }
        }

        double rmse = set.Rmse(model.Parameters, 1, default);
        Assert.Equal(Math.Sqrt(squares / ratings.Count), rmse, 1e-10);
        Assert.All([2, 3, 8], workers => Assert.Equal(rmse, set.Rmse(model.Parameters, workers, default)));
    }

    public sealed record ValidationCase(
        [Between(1, 300, Usually = 150)] int Users,
        [Between(1, 60, Usually = 30)] int Items,
        [Between(1, 9000)] int Ratings,
        [Between(1, 40)] int Rank,
        int Seed)
        : RatingCase(Users, Items, Ratings, HeavyTailed: false, Seed);
}
