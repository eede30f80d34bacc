using FastMf.Data;
using FastMf.Model;
using FastMf.Training;

namespace FastMf.Cli.Reproductions;

/// <summary>Au Yeung 2017, "Matrix factorization: a simple tutorial": biased SGD on a matrix of 5 users and 4 items.</summary>
internal static class AuYeungReproduction
{
    /// <summary>Of the cell that varies most.</summary>
    private const double Deviation = 0.0395;

    private const double Resolution = 0.005;

    private static readonly float[,] Truth = { { 5, 3, 0, 1 }, { 4, 0, 0, 1 }, { 1, 1, 0, 5 }, { 1, 0, 0, 4 }, { 0, 1, 5, 4 } };

    private static readonly double[,] Published =
    {
        { 4.99, 3.00, 0, 1.01 }, { 4.00, 0, 0, 1.01 }, { 1.02, 0.96, 0, 4.97 }, { 1.00, 0, 0, 3.97 }, { 0, 1.05, 4.94, 4.03 },
    };

    /// <summary>Runs the recipe.</summary>
    /// <param name="seed">Decides starting factors and the order of ratings.</param>
    public static Reproduction Run(long seed = 1)
    {
        var options = SgdOptions.Textbook with
        {
            Rank = 2,
            Epochs = 20,
            LearningRate = 0.1f,
            InitialDeviation = 1f / 2,
            Seed = seed,
            Threads = 1,
        };
        TrainingResult result = new SgdTrainer(options.WithRegularization(0.01f)).Train(Ratings());
        using MfModel model = result.Model;
        var figures = new List<Figure>();
        var matrix = new List<double[]>();
        double squares = 0;
        for (int user = 0; user < Truth.GetLength(0); user++)
        {
            double[] row =
            [
                .. Enumerable.Range(0, Truth.GetLength(1)).Select(item => (double)model.Score(new UserIndex(user), new ItemIndex(item))),
            ];
            matrix.Add(row);
            for (int item = 0; item < row.Length; item++)
            {
                if (Truth[user, item] > 0)
                {
                    figures.Add(new Figure(
                        $"user {user + 1}, item {item + 1}, rated {Truth[user, item]}",
                        row[item],
                        Published[user, item],
                        Tolerance.Of(Deviation, Resolution)));
                    squares += Math.Pow(row[item] - Truth[user, item], 2);
                }
            }
        }

        figures.Add(new Figure("the article's error: root of the summed squares", Math.Sqrt(squares)));
        return new Reproduction(
            "Au Yeung 2017: a tutorial of SGD",
            figures,
            ["Observed-only. Predictions for unrated cells vary from seed to seed, in the article from run to run; they are not compared."])
        {
            Matrix = matrix,
        };
    }

    private static RatingMatrix Ratings()
    {
        var ratings = new List<Rating>();
        for (int user = 0; user < Truth.GetLength(0); user++)
        {
            for (int item = 0; item < Truth.GetLength(1); item++)
            {
                if (Truth[user, item] > 0)
                {
                    ratings.Add(new Rating(user, item, Truth[user, item]));
                }
            }
        }

        return RatingMatrix.Create(IdMap.Range(Truth.GetLength(0)), IdMap.Range(Truth.GetLength(1)), ratings.ToArray(), threads: 1);
    }
}
