using FastMf.Data;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Training;

namespace FastMf.Testing.Checks;

/// <summary>Names mean nothing: other ids for the same users and items give the same model under the other ids.</summary>
/// <remarks>
/// An index decides where a row starts and when it is summed. So two claims differ: ids in the same order keep every index and must
/// keep every bit; ids in another order move indexes, and can only keep what does not start from random numbers, and only up to the
/// rounding of sums in another order.
/// </remarks>
public static class RelabellingCheck
{
    private const string OrderLaw = "Ids in the same order give the same bits";
    private const string ItemLaw = "Relabelling items permutes the model";

    /// <summary>Trains again with ids that are other numbers in the same order, and with ids that are text; compares factors bit for bit.</summary>
    /// <param name="train">The ratings; their ids are integers.</param>
    /// <param name="trainer">The trainer.</param>
    /// <exception cref="LawBrokenException">A number differs.</exception>
    public static void KeepsOrder(RatingMatrix train, ITrainer trainer)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(trainer);
        using MfModel model = trainer.Train(train).Model;
        Rating[] ratings = Triples.Of(train);
        IdMap[][] relabelled =
        [
            [Spread(train.Users), Spread(train.Items)],
            [Text(train.Users), Text(train.Items)],
        ];
        foreach (IdMap[] ids in relabelled)
        {
            using MfModel other = trainer.Train(RatingMatrix.Create(ids[0], ids[1], ratings)).Model;
            RequireNear(model.UserBiases, other.UserBiases, 0, OrderLaw);
            RequireNear(model.ItemBiases, other.ItemBiases, 0, OrderLaw);
            for (int user = 0; user < train.Users.Count; user++)
            {
                RequireNear(model.UserFactors.Row(user), other.UserFactors.Row(user), 0, OrderLaw);
            }

            for (int item = 0; item < train.Items.Count; item++)
            {
                RequireNear(model.ItemFactors.Row(item), other.ItemFactors.Row(item), 0, OrderLaw);
            }
        }
    }

    /// <summary>Trains again with the items in a random order and compares the scores of all pairs.</summary>
    /// <param name="train">The ratings.</param>
    /// <param name="trainer">A trainer that starts from users, as ALS does: items that start from random numbers cannot keep this law.</param>
    /// <param name="random">Draws the order.</param>
    /// <param name="tolerance">The largest difference of a score, relative to 1 + the largest score.</param>
    /// <exception cref="LawBrokenException">A score differs by more.</exception>
    public static void PermutesItems(RatingMatrix train, ITrainer trainer, SeededRandom random, double tolerance)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(random);
        int[] place = [.. Enumerable.Range(0, train.Items.Count)];
        random.Shuffle<int>(place);
        Rating[] permuted = [.. Triples.Of(train).Select(rating => rating with { Item = place[rating.Item] })];
        random.Shuffle<Rating>(permuted);
        using MfModel model = trainer.Train(train).Model;
        using MfModel other = trainer.Train(RatingMatrix.Create(train.Users, IdMap.Range(place.Length), permuted)).Model;
        float[] scores = new float[train.Users.Count * place.Length];
        float[] otherScores = new float[scores.Length];
        for (int pair = 0; pair < scores.Length; pair++)
        {
            (int user, int item) = (pair / place.Length, pair % place.Length);
            scores[pair] = model.Score(new UserIndex(user), new ItemIndex(item));
            otherScores[pair] = other.Score(new UserIndex(user), new ItemIndex(place[item]));
        }

        RequireNear(scores, otherScores, tolerance * (1 + scores.Max(Math.Abs)), ItemLaw);
    }

    private static IdMap Spread(IdMap ids) => IdMap.FromIntegers([.. Enumerable.Range(0, ids.Count).Select(i => 7L * i - 1000)]);

    private static IdMap Text(IdMap ids) => IdMap.FromTexts(Enumerable.Range(0, ids.Count).Select(i => $"id {i:D6}"));

    private static void RequireNear(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance, string law)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Law.Require(Math.Abs((double)expected[i] - actual[i]) <= tolerance, law, $"{expected[i]} became {actual[i]}.");
        }
    }
}
