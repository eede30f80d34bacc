using FastMf.Data;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Training;

namespace FastMf.Testing.Checks;

/// <summary>Names mean nothing: other ids for the same users and items give the same model under the other ids.</summary>
/// <remarks>
/// An index decides where a row starts and when it is summed. So three claims differ: ids in the same order keep every index and must
/// keep every bit; ids in another order move indexes, and can only keep what does not start from random numbers, and only up to the
/// rounding of sums in another order; from a given start nothing is random, and users and items may both move.
/// </remarks>
public static class RelabellingCheck
{
    private const string OrderLaw = "Ids in the same order give the same bits";
    private const string ItemLaw = "Relabelling items permutes the model";
    private const string StartLaw = "Relabelling users and items permutes what training makes of a model";

    /// <summary>
    /// Trains again with ids that are other numbers in the same order, and with ids that are text; compares factors bit for bit.
    /// </summary>
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
    /// <param name="trainer">A trainer that starts from users, as ALS does: items that start from random numbers break this law.</param>
    /// <param name="random">Draws the order.</param>
    /// <param name="tolerance">The largest difference of a score, relative to 1 + the largest score.</param>
    /// <exception cref="LawBrokenException">A score differs by more.</exception>
    public static void PermutesItems(RatingMatrix train, ITrainer trainer, SeededRandom random, double tolerance)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(random);
        int[] users = [.. Enumerable.Range(0, train.Users.Count)];
        int[] items = Places(train.Items.Count, random);
        using MfModel model = trainer.Train(train).Model;
        using MfModel other = trainer.Train(Permuted(train, users, items, random)).Model;
        RequireSameScores(model, other, users, items, tolerance, ItemLaw);
    }

    /// <summary>
    /// Trains on from a model, and from the same model with users and items in a random order on ratings in that order; compares the
    /// scores of all pairs.
    /// </summary>
    /// <param name="train">The ratings that the model has learned from and that training goes on with.</param>
    /// <param name="start">The model; it is not changed, and not disposed of.</param>
    /// <param name="goOn">
    /// Trains on from a model, by a method that draws nothing and visits ratings in no order of its own, as ALS does and SGD does not.
    /// </param>
    /// <param name="random">Draws the orders.</param>
    /// <param name="tolerance">The largest difference of a score, relative to 1 + the largest score.</param>
    /// <exception cref="LawBrokenException">A score differs by more.</exception>
    public static void PermutesFromAStart(
        RatingMatrix train, MfModel start, Func<MfModel, RatingMatrix, TrainingResult> goOn, SeededRandom random, double tolerance)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(goOn);
        ArgumentNullException.ThrowIfNull(random);
        int[] users = Places(train.Users.Count, random);
        int[] items = Places(train.Items.Count, random);
        RatingMatrix permuted = Permuted(train, users, items, random);
        using MfModel otherStart = MfModel.Create(
            permuted,
            Permuted(start.UserFactors, users),
            Permuted(start.ItemFactors, items),
            Permuted(start.UserBiases, users),
            Permuted(start.ItemBiases, items),
            start.Mean,
            start.Info,
            start.Predicts);
        using MfModel model = goOn(start, train).Model;
        using MfModel other = goOn(otherStart, permuted).Model;
        RequireSameScores(model, other, users, items, tolerance, StartLaw);
    }

    private static int[] Places(int count, SeededRandom random)
    {
        int[] places = [.. Enumerable.Range(0, count)];
        random.Shuffle<int>(places);
        return places;
    }

    private static RatingMatrix Permuted(RatingMatrix train, int[] users, int[] items, SeededRandom random)
    {
        Rating[] permuted = [.. Triples.Of(train).Select(rating => rating with { User = users[rating.User], Item = items[rating.Item] })];
        random.Shuffle<Rating>(permuted);
        return RatingMatrix.Create(IdMap.Range(users.Length), IdMap.Range(items.Length), permuted);
    }

    private static FactorMatrix Permuted(FactorMatrix factors, int[] places)
    {
        var permuted = new FactorMatrix(factors.RowCount, factors.Rank);
        for (int row = 0; row < places.Length; row++)
        {
            factors.Row(row).CopyTo(permuted.View.Row(places[row]));
        }

        return permuted;
    }

    private static float[] Permuted(ReadOnlySpan<float> biases, int[] places)
    {
        float[] permuted = new float[biases.Length];
        for (int row = 0; row < places.Length; row++)
        {
            permuted[places[row]] = biases[row];
        }

        return permuted;
    }

    private static void RequireSameScores(MfModel model, MfModel other, int[] users, int[] items, double tolerance, string law)
    {
        float[] scores = new float[users.Length * items.Length];
        float[] otherScores = new float[scores.Length];
        for (int pair = 0; pair < scores.Length; pair++)
        {
            (int user, int item) = (pair / items.Length, pair % items.Length);
            scores[pair] = model.Score(new UserIndex(user), new ItemIndex(item));
            otherScores[pair] = other.Score(new UserIndex(users[user]), new ItemIndex(items[item]));
        }

        RequireNear(scores, otherScores, tolerance * (1 + scores.Max(Math.Abs)), law);
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
