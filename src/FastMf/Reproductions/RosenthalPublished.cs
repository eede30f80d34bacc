using FastMf.Data;
using FastMf.Tuning;

namespace FastMf.Reproductions;

/// <summary>The published figures of one edition of Rosenthal's article, all of ml-100k; see docs/reproductions.md for the tolerances.</summary>
internal sealed record RosenthalPublished(bool IsComparable)
{
    /// <summary>How far test errors may be from figures that were printed, as a share of the figure.</summary>
    private const double TestTolerance = 0.08;

    /// <summary>The same for training errors, which depend less on what is held out.</summary>
    private const double TrainTolerance = 0.02;

    /// <summary>The same where the number of iterations is that of the least test error, which varies.</summary>
    private const double BestTrainTolerance = 0.2;

    /// <summary>What reading a figure off a plot adds.</summary>
    private const double PlotTolerance = 0.1;

    public required float[] AlsLambdas { get; init; }

    public required float[] AlsCurveLambdas { get; init; }

    public required int ExpectedTestCount { get; init; }

    public required double TestCountTolerance { get; init; }

    /// <summary>For each curve of ALS test and train error at its end.</summary>
    public required (double Test, double Train)[] AlsCurveEnds { get; init; }

    public required double[] SgdTest { get; init; }

    public required double[] SgdTrain { get; init; }

    public required (double Test, double Train) BestAls { get; init; }

    public required double BestRate { get; init; }

    public required (double Test, double Train) BestSgd { get; init; }

    public double? TestCount => Published(ExpectedTestCount);

    /// <summary>Whether these are the ratings of ml-100k, by their numbers and their mean; other sets may have its shape.</summary>
    public static bool IsOf(RatingMatrix ratings) =>
        ratings.Users.Count == 943 && ratings.Items.Count == 1682 && ratings.Count == 100_000 && Math.Abs(ratings.Statistics.Mean - 3.52986) < 1e-6;

    public static RosenthalPublished Of(bool withSlip, bool isComparable) => withSlip
        ? new RosenthalPublished(isComparable)
        {
            AlsLambdas = [0.1f, 1, 10, 100],
            AlsCurveLambdas = [0, 30],
            ExpectedTestCount = 1550,
            TestCountTolerance = 120,
            AlsCurveEnds = [(5.95, 3.8), (5.8, 4.7)],
            SgdTest = [1.071, 1.007, 0.926, 0.888, 0.862, 0.851, 0.815, 0.841],
            SgdTrain = [0.869, 0.842, 0.755, 0.402],
            BestAls = (5.044, 5.281),
            BestRate = 0.806,
            BestSgd = (0.764, 0.464),
        }
        : new RosenthalPublished(isComparable)
        {
            AlsLambdas = [0.01f, 0.1f, 1, 10, 100],
            AlsCurveLambdas = [0, 1],
            ExpectedTestCount = 9430,
            TestCountTolerance = 0,
            AlsCurveEnds = [(8.45, 3.9), (8.5, 3.95)],
            SgdTest = [1.188, 1.138, 1.062, 1.011, 0.964, 0.943, 0.925, 0.923],
            SgdTrain = [0.866, 0.838, 0.747, 0.402],
            BestAls = (8.073, 4.754),
            BestRate = 0.915,
            BestSgd = (0.885, 0.472),
        };

    /// <summary>Adds the ends of the curves of ALS, and every point of that of SGD, which is the last.</summary>
    public void CompareCurves(List<Figure> figures, IReadOnlyList<CurveSeries> curves)
    {
        for (int i = 0; i < AlsCurveEnds.Length; i++)
        {
            CurvePoint? end = curves[i].Points.Count == 0 ? null : curves[i].Points[^1];
            figures.Add(OffPlot($"{curves[i].Name}: test MSE after 100", end?.Test.Mse, AlsCurveEnds[i].Test, TestTolerance));
            figures.Add(OffPlot($"{curves[i].Name}: train MSE after 100", end?.Train.Mse, AlsCurveEnds[i].Train, TrainTolerance));
        }

        CurveSeries sgd = curves[^1];
        for (int i = 0; i < sgd.Points.Count; i++)
        {
            figures.Add(Test($"{sgd.Name}: test MSE after {sgd.Points[i].Epoch}", sgd.Points[i].Test.Mse, SgdTest[i]));
        }

        foreach ((CurvePoint point, double published) in sgd.Points.TakeLast(SgdTrain.Length).Zip(SgdTrain))
        {
            figures.Add(Train($"{sgd.Name}: train MSE after {point.Epoch}", point.Train.Mse, published));
        }
    }

    /// <summary>Adds the best of each grid.</summary>
    public void CompareGrids(List<Figure> figures, GridOutcome als, GridOutcome rates, GridOutcome sgd)
    {
        string Name(GridOutcome grid, string what)
        {
            (int row, int column, CurvePoint point) = grid.Winner;
            string ofRow = grid.RowName.Length == 0 ? "" : $"{grid.RowName} {grid.Rows[row]}, ";
            return $"best {grid.Name} ({ofRow}{grid.ColumnName} {grid.Columns[column]}, {point.Epoch} iterations): {what}";
        }

        figures.Add(Test(Name(als, "test MSE"), als.Winner.Point.Test.Mse, BestAls.Test));
        figures.Add(new Figure(Name(als, "train MSE"), als.Winner.Point.Train.Mse));
        figures.Add(Test(Name(rates, "test MSE"), rates.Winner.Point.Test.Mse, BestRate));
        figures.Add(Test(Name(sgd, "test MSE"), sgd.Winner.Point.Test.Mse, BestSgd.Test));
        figures.Add(new Figure(Name(sgd, "train MSE"), sgd.Winner.Point.Train.Mse, Published(BestSgd.Train), BestTrainTolerance * BestSgd.Train));
    }

    private double? Published(double value) => IsComparable ? value : null;

    private Figure Test(string name, double ours, double published) => new(name, ours, Published(published), TestTolerance * published);

    private Figure Train(string name, double ours, double published) => new(name, ours, Published(published), TrainTolerance * published);

    private Figure OffPlot(string name, double? ours, double published, double share) =>
        new(name, ours ?? double.NaN, Published(published), share * published + PlotTolerance);
}
