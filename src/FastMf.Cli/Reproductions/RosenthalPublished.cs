using FastMf.Data;
using FastMf.Evaluation.Tuning;

namespace FastMf.Cli.Reproductions;

/// <summary>
/// The published figures of one edition of Rosenthal's article, all of ml-100k; see docs/reproductions.md for the tolerances.
/// </summary>
internal sealed record RosenthalPublished(bool IsComparable)
{
    /// <summary>What a figure can be read off a plot to.</summary>
    private const double PlotResolution = 0.1;

    /// <summary>Half a unit of the last digit of those that were printed.</summary>
    private const double PrintedResolution = 0.0005;

    public required float[] AlsLambdas { get; init; }

    public required float[] AlsCurveLambdas { get; init; }

    public required int ExpectedTestCount { get; init; }

    /// <summary>
    /// What follows are standard deviations over seeds 1 to 20, as shares of the mean; the largest of each kind of figure.
    /// </summary>
    public required double TestCountDeviation { get; init; }

    public required double AlsTestDeviation { get; init; }

    public required double AlsTrainDeviation { get; init; }

    public required double SgdTestDeviation { get; init; }

    public required double SgdTrainDeviation { get; init; }

    /// <summary>For each curve of ALS test and train error at its end.</summary>
    public required (double Test, double Train)[] AlsCurveEnds { get; init; }

    public required double[] SgdTest { get; init; }

    public required double[] SgdTrain { get; init; }

    public required PublishedBest BestAls { get; init; }

    public required double BestRate { get; init; }

    public required PublishedBest BestSgd { get; init; }

    /// <summary>Whether these are the ratings of ml-100k, by their numbers and their mean; other sets may have its shape.</summary>
    public static bool IsOf(RatingMatrix ratings) =>
        ratings.Users.Count == 943
            && ratings.Items.Count == 1682
            && ratings.Count == 100_000
            && Math.Abs(ratings.Statistics.Mean - 3.52986) < 1e-6;

    public static RosenthalPublished Of(bool withSlip, bool isComparable) => withSlip
        ? new RosenthalPublished(isComparable)
        {
            AlsLambdas = [0.1f, 1, 10, 100],
            AlsCurveLambdas = [0, 30],
            ExpectedTestCount = 1550,
            TestCountDeviation = 0.0293,
            AlsTestDeviation = 0.0272,
            AlsTrainDeviation = 0.0003,
            SgdTestDeviation = 0.0488,
            SgdTrainDeviation = 0.0056,
            AlsCurveEnds = [(5.95, 3.8), (5.8, 4.7)],
            SgdTest = [1.071, 1.007, 0.926, 0.888, 0.862, 0.851, 0.815, 0.841],
            SgdTrain = [0.869, 0.842, 0.755, 0.402],
            BestAls = new PublishedBest(10, 0.1f, 100, 5.044, 5.281),
            BestRate = 0.806,
            BestSgd = new PublishedBest(80, 0.01f, 200, 0.764, 0.464),
        }
        : new RosenthalPublished(isComparable)
        {
            AlsLambdas = [0.01f, 0.1f, 1, 10, 100],
            AlsCurveLambdas = [0, 1],
            ExpectedTestCount = 9430,
            TestCountDeviation = 0,
            AlsTestDeviation = 0.0073,
            AlsTrainDeviation = 0.0012,
            SgdTestDeviation = 0.0244,
            SgdTrainDeviation = 0.0062,
            AlsCurveEnds = [(8.45, 3.9), (8.5, 3.95)],
            SgdTest = [1.188, 1.138, 1.062, 1.011, 0.964, 0.943, 0.925, 0.923],
            SgdTrain = [0.866, 0.838, 0.747, 0.402],
            BestAls = new PublishedBest(20, 0.01f, 50, 8.073, 4.754),
            BestRate = 0.915,
            BestSgd = new PublishedBest(80, 0.01f, 200, 0.885, 0.472),
        };

    /// <summary>Adds the number of test ratings.</summary>
    public void CompareTestCount(List<Figure> figures, int ours) =>
        figures.Add(Compared("test ratings", ours, ExpectedTestCount, TestCountDeviation));

    /// <summary>Adds the ends of the curves of ALS, and every point of that of SGD, which is the last.</summary>
    public void CompareCurves(List<Figure> figures, IReadOnlyList<CurveSeries> curves)
    {
        for (int i = 0; i < AlsCurveEnds.Length; i++)
        {
            CurvePoint? end = curves[i].Points.Count == 0 ? null : curves[i].Points[^1];
            figures.Add(
                Compared($"{curves[i].Name}: test MSE after 100", end?.Test.Mse, AlsCurveEnds[i].Test, AlsTestDeviation, PlotResolution));
            figures.Add(Compared(
                $"{curves[i].Name}: train MSE after 100", end?.Train.Mse, AlsCurveEnds[i].Train, AlsTrainDeviation, PlotResolution));
        }

        CurveSeries sgd = curves[^1];
        for (int i = 0; i < sgd.Points.Count; i++)
        {
            figures.Add(
                Compared($"{sgd.Name}: test MSE after {sgd.Points[i].Epoch}", sgd.Points[i].Test.Mse, SgdTest[i], SgdTestDeviation));
        }

        foreach ((CurvePoint point, double published) in sgd.Points.TakeLast(SgdTrain.Length).Zip(SgdTrain))
        {
            figures.Add(Compared($"{sgd.Name}: train MSE after {point.Epoch}", point.Train.Mse, published, SgdTrainDeviation));
        }
    }

    /// <summary>
    /// Adds the best of each grid. Which configuration has the least test error is a matter of chance where several are close, and their
    /// training errors are not: these are compared for the configuration that was the article's best.
    /// </summary>
    public void CompareGrids(
        List<Figure> figures, GridOutcome als, GridOutcome rates, GridOutcome sgd, CurveSeries publishedAls, CurveSeries publishedSgd)
    {
        figures.Add(Compared(BestName(als), als.Winner.Point.Test.Mse, BestAls.Test, AlsTestDeviation));
        figures.Add(TrainOf(publishedAls, BestAls, AlsTrainDeviation));
        figures.Add(Compared(BestName(rates), rates.Winner.Point.Test.Mse, BestRate, SgdTestDeviation));
        figures.Add(Compared(BestName(sgd), sgd.Winner.Point.Test.Mse, BestSgd.Test, SgdTestDeviation));
        figures.Add(TrainOf(publishedSgd, BestSgd, SgdTrainDeviation));
    }

    private static string BestName(GridOutcome grid)
    {
        (int row, int column, CurvePoint point) = grid.Winner;
        string ofRow = grid.RowName.Length == 0 ? "" : $"{grid.RowName} {grid.Rows[row]}, ";
        return $"best {grid.Name} ({ofRow}{grid.ColumnName} {grid.Columns[column]}, {point.Epoch} iterations): test MSE";
    }

    private Figure TrainOf(CurveSeries curve, PublishedBest best, double deviation) => Compared(
        $"{curve.Name}: train MSE after {best.Iterations}",
        curve.Points.FirstOrDefault(point => point.Epoch == best.Iterations)?.Train.Mse,
        best.Train,
        deviation);

    /// <summary>A figure that is missing because training failed is outside.</summary>
    private Figure Compared(string name, double? ours, double published, double deviation, double resolution = PrintedResolution) =>
        new(name, ours ?? double.NaN, IsComparable ? published : null, Tolerance.Of(deviation * published, resolution));
}

/// <summary>The configuration that an article found best.</summary>
/// <param name="Rank">Its factors.</param>
/// <param name="Lambda">Its regularization.</param>
/// <param name="Iterations">When its test error was least.</param>
/// <param name="Test">Its test error then.</param>
/// <param name="Train">Its training error then.</param>
internal sealed record PublishedBest(int Rank, float Lambda, int Iterations, double Test, double Train);
