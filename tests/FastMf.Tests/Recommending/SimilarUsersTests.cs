using FastMf.Model;
using FastMf.Numerics;
using FastMf.Recommending;
using FastMf.Testing.References;
using FastMf.Tests.Model;

namespace FastMf.Tests.Recommending;

public class SimilarUsersTests
{
    [SeededProperty(Runs = 200)]
    public void Similar_users_are_those_with_the_largest_cosine_or_product_with_and_without_an_index(UsersCase drawn)
    {
        SeededRandom random = drawn.Random();
        using MfModel model = RandomModel.CreateExact(random, drawn.Users, 3, drawn.Rank);
        using var recommender = new Recommender(model, null, new RecommenderOptions { IndexUsers = drawn.IndexUsers });
        int user = random.NextInt32(drawn.Users);
        var list = new ScoredUser[1 + random.NextInt32(20)];
        int count = recommender.SimilarUsers(new UserIndex(user), list, drawn.Similarity);
        double?[] scores = [.. Enumerable.Range(0, drawn.Users).Select(other => other == user ? null : Score(model, user, other, drawn.Similarity))];
        NaiveRanking.AssertIsTop(
            scores, [.. list[..count].Select(entry => new ScoredItem(new ItemIndex(entry.User.Value), entry.Score))], list.Length, 1e-5);
    }

    private static double? Score(MfModel model, int user, int other, Similarity similarity)
    {
        double Dot(int left, int right) => NaiveAlgebra.Dot(model.UserFactors.Row(left), model.UserFactors.Row(right));
        if (model.UserRatingCounts[other] == 0)
        {
            return null;
        }

        return similarity == Similarity.Product ? Dot(user, other)
            : Dot(user, user) * Dot(other, other) == 0 ? null
            : Dot(user, other) / Math.Sqrt(Dot(user, user) * Dot(other, other));
    }

    public sealed record UsersCase(
        [Between(1, 1600, Usually = 40)] int Users, [Between(1, 4)] int Rank, bool IndexUsers, Similarity Similarity, int Seed) : SeededCase(Seed);
}
