using FastMf.Data;
using FastMf.Evaluation;
using FastMf.Kernels.Sgd;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Recommending;
using FastMf.Tests.Model;
using FastMf.Training;
using Xunit;

namespace FastMf.Tests.Training.Sgd;

/// <summary>Ratings of 0 and 1: what the model predicts is the probability of a 1.</summary>
public class LogisticLossTests
{
    private const int Users = 400;
    private const int Items = 120;

    private static readonly SgdOptions Options = new() { Rank = 4, Loss = SgdLoss.Logistic };

    [Fact]
    public void Predictions_are_probabilities_that_are_kept_on_ratings_held_out()
    {
        (RatingMatrix train, List<(int User, int Item, double Probability)> held) = Planted(new SeededRandom(3));
        using MfModel model = new SgdTrainer(Options).Train(train).Model;
        Assert.Equal(PredictionKind.Probability, model.Predicts);
        double planted = 0, predicted = 0, rate = 0;
        foreach ((int user, int item, double probability) in held)
        {
            float prediction = model.Predict(new UserIndex(user), new ItemIndex(item));
            Assert.InRange(prediction, 0, 1);
            Assert.Equal(1 / (1 + Math.Exp(-model.Score(new UserIndex(user), new ItemIndex(item)))), prediction, 1e-6);
            planted += Math.Pow(probability - train.Statistics.Mean, 2);
            predicted += Math.Pow(probability - prediction, 2);
            rate += prediction - probability;
        }

        // Closer to the truth than the share of ones is, and right on average.
        Assert.InRange(predicted, 0, 0.5 * planted);
        Assert.Equal(0, rate / held.Count, 0.02);
    }

    [Fact]
    public void Nobody_and_nothing_known_is_predicted_the_share_of_ones()
    {
        using MfModel model = new SgdTrainer(Options with { Epochs = 1 }).Train(Ones(30, of: 40)).Model;
        Assert.Equal(31.0 / 42, model.Predict("nobody", "nothing").Value, 1e-6);
    }

    /// <summary>Held within the range of the ratings, as other predictions are, these would all be exactly 1 or 0.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public void Equal_ratings_are_likely_and_not_certain(int ones)
    {
        using MfModel model = new SgdTrainer(Options).Train(Ones(ones, of: 40)).Model;
        float prediction = model.Predict(new UserIndex(0), new ItemIndex(0));
        Assert.InRange(Math.Abs(prediction - (ones > 0 ? 1 : 0)), 1e-6, 0.1);
    }

    [Fact]
    public void Other_ratings_are_refused()
    {
        RatingMatrix stars = RatingMatrix.Create(IdMap.Range(1), IdMap.Range(2), new Rating[] { new(0, 0, 0.5f), new(0, 1, 4) });
        var failure = Assert.Throws<ArgumentException>("train", () => new SgdTrainer(Options).Train(stars));
        Assert.Contains(
            "The logistic loss is for ratings from 0 to 1; these are from 0.5 to 4.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_goes_on_with_its_own_kind_of_loss()
    {
        (RatingMatrix train, _) = Planted(new SeededRandom(3));
        using MfModel probabilities = new SgdTrainer(Options with { Epochs = 2 }).Train(train).Model;
        using MfModel ratings = new SgdTrainer(Options with { Epochs = 2, Loss = SgdLoss.Squared }).Train(train).Model;
        using MfModel more = new SgdTrainer(Options).Update(probabilities, train).Model;
        Assert.Equal(PredictionKind.Probability, more.Predicts);
        Assert.Contains(
            "predicts a Rating",
            Assert.Throws<ArgumentException>("model", () => new SgdTrainer(Options).Update(ratings, train)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(
            "model", () => new SgdTrainer(Options with { Loss = SgdLoss.Squared }).Update(probabilities, train));
    }

    [Fact]
    public void A_saved_model_predicts_the_same_probabilities_loaded_and_mapped()
    {
        (RatingMatrix train, _) = Planted(new SeededRandom(3));
        using MfModel model = new SgdTrainer(Options with { Epochs = 2 }).Train(train).Model;
        using var file = new ModelFile(model);
        using MfModel loaded = file.Load();
        using MfModel mapped = MfModel.Map(file.Path);
        Assert.Equal((PredictionKind.Probability, PredictionKind.Probability), (loaded.Predicts, mapped.Predicts));
        Assert.Equal(model.ComputeHash(), loaded.ComputeHash());
        Assert.Equal(model.Predict(new UserIndex(3), new ItemIndex(4)), mapped.Predict(new UserIndex(3), new ItemIndex(4)));
        Assert.Equal(RatingErrors.OfAny(model, train), RatingErrors.OfAny(loaded, train));
    }

    /// <summary>The loss of the user's row, 2 softplus(s) - 2 r s and the ridge, has no slope left where fold-in ends.</summary>
    [SeededProperty(Runs = 5)]
    public void A_user_who_is_folded_in_minimizes_the_loss(FoldInCase drawn)
    {
        SeededRandom random = drawn.Random();
        (RatingMatrix train, _) = Planted(new SeededRandom(random.NextInt32(100)));
        var options = Options with { Epochs = 8, UserFactorRegularization = 0.02f, UserBiasRegularization = 0.05f, Threads = 1 };
        using MfModel model = new SgdTrainer(options).Train(train).Model;
        using var foldIn = new UserFoldIn(model);
        int count = drawn.Rated;
        ItemIndex[] items = [.. Enumerable.Range(0, count).Select(_ => new ItemIndex(random.NextInt32(Items)))];
        float[] ratings = [.. items.Select(_ => (float)random.NextInt32(2))];
        float[] factors = new float[model.ItemFactors.Stride];
        float bias = foldIn.Solve(items, ratings, factors);

        RowRegularization ridge = model.Info.Objective.Regularization;
        double[] slope = [.. Enumerable.Range(0, Options.Rank).Select(f => (double)ridge.FactorsOf(count) * factors[f]), (double)ridge.BiasOf(count) * bias];
        double[] first = new double[slope.Length];
        for (int i = 0; i < count; i++)
        {
            float[] row = model.ItemFactors.Row(items[i].Value).ToArray();
            double constant = model.Mean + model.ItemBiases[items[i].Value];
            double score = constant + bias + row.Select((value, f) => (double)value * factors[f]).Sum();
            double error = 1 / (1 + Math.Exp(-score)) - ratings[i];
            double errorAtZero = 1 / (1 + Math.Exp(-constant)) - ratings[i];
            for (int f = 0; f <= Options.Rank; f++)
            {
                slope[f] += error * (f < Options.Rank ? row[f] : 1);
                first[f] += errorAtZero * (f < Options.Rank ? row[f] : 1);
            }
        }

        Assert.InRange(slope.Max(Math.Abs), 0, 0.01 * first.Max(Math.Abs));
        Assert.Throws<ArgumentException>("ratings", () => foldIn.Solve([new ItemIndex(0)], [2], factors));
    }

    private static RatingMatrix Ones(int count, int of) => RatingMatrix.Create(
        IdMap.Range(1), IdMap.Range(of), Enumerable.Range(0, of).Select(item => new Rating(0, item, item < count ? 1 : 0)).ToArray());

    /// <summary>Log-odds of rank 2 with biases; a tenth of two thirds of all pairs is held out with its true probability.</summary>
    private static (RatingMatrix Train, List<(int User, int Item, double Probability)> Held) Planted(SeededRandom random)
    {
        double[][] users = [.. Enumerable.Range(0, Users).Select(_ => Draw(random))];
        double[][] items = [.. Enumerable.Range(0, Items).Select(_ => Draw(random))];
        var train = new List<Rating>();
        var held = new List<(int, int, double)>();
        for (int user = 0; user < Users; user++)
        {
            for (int item = 0; item < Items; item++)
            {
                double score =
                    0.8 + users[user][2] + items[item][2] + 1.5 * (users[user][0] * items[item][0] + users[user][1] * items[item][1]);
                double probability = 1 / (1 + Math.Exp(-score));
                switch (random.NextInt32(30))
                {
                    case 0 or 1:
                        held.Add((user, item, probability));
                        break;
                    case < 20:
                        train.Add(new Rating(user, item, random.NextDouble() < probability ? 1 : 0));
                        break;
                    default:
                        break;
                }
            }
        }

        return (RatingMatrix.Create(IdMap.Range(Users), IdMap.Range(Items), train.ToArray()), held);
    }

    private static double[] Draw(SeededRandom random) => [random.NextGaussian(), random.NextGaussian(), 0.5 * random.NextGaussian()];

    public sealed record FoldInCase([Between(1, 60)] int Rated, int Seed) : SeededCase(Seed);
}
