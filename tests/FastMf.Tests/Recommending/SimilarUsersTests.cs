using FastMf.Model;
using FastMf.Numerics;
using FastMf.Recommending;
using FastMf.Testing.References;
using FastMf.Tests.Model;
using Xunit;

namespace FastMf.Tests.Recommending;

public class SimilarUsersTests
{
    [SeededProperty(Runs = 200)]
    public void Similar_users_are_those_with_the_largest_cosine_or_dot_product_with_and_without_an_index(UsersCase drawn)
    {
        SeededRandom random = drawn.Random();
        using MfModel model = RandomModel.CreateExact(random, drawn.Users, 3, drawn.Rank);
        using var recommender = new Recommender(model, null, new RecommenderOptions { IndexUsers = drawn.IndexUsers });
        int user = random.NextInt32(drawn.Users);
        var list = new ScoredUser[1 + random.NextInt32(20)];
        int[] excluded = [.. Enumerable.Range(0, drawn.Users).Where(_ => random.NextInt32(4) == 0)];
        float? threshold = random.NextInt32(2) == 0 ? null : 0.31234f;
        var filter = new UserFilter { Threshold = threshold, Excluded = excluded.Select(other => new UserIndex(other)).ToArray() };
        RecommendationResult result = recommender.SimilarUsers(new UserIndex(user), list, filter, drawn.Similarity);
        Assert.Equal(RecommendationBasis.TrainedFactors, result.Basis);
        double?[] scores =
        [
            .. Enumerable.Range(0, drawn.Users).Select(other => other == user || excluded.Contains(other)
                ? null
                : Score(model, user, other, drawn.Similarity) is { } score && !(score <= threshold) ? score : (double?)null),
        ];
        ScoredItem[] rows = [.. list[..result.Count].Select(entry => new ScoredItem(new ItemIndex(entry.User.Value), entry.Score))];
        NaiveRanking.AssertIsTop(scores, rows, list.Length, 1e-5);
    }

    private static double? Score(MfModel model, int user, int other, Similarity similarity)
    {
        double Dot(int left, int right) => NaiveAlgebra.Dot(model.UserFactors.Row(left), model.UserFactors.Row(right));
        if (model.UserRatingCounts[other] == 0)
        {
            return null;
        }

        return similarity == Similarity.DotProduct ? Dot(user, other)
            : Dot(user, user) * Dot(other, other) == 0 ? null
            : Dot(user, other) / Math.Sqrt(Dot(user, user) * Dot(other, other));
    }

    public sealed record UsersCase(
        [Between(1, 1600, Usually =
            40)] int Users, [Between(1, 4)] int Rank, bool IndexUsers, Similarity Similarity, int Seed) : SeededCase(Seed);
}
