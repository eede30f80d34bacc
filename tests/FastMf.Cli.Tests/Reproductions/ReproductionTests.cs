using FastMf.Cli.Reproductions;
using FastMf.Data;
using FastMf.Data.Reading;
using FastMf.Data.Splitting;
using FastMf.Evaluation;
using FastMf.Evaluation.Tuning;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.TestCommon;
using FastMf.Testing.Generators;
using FastMf.Training;
using Xunit;

namespace FastMf.Cli.Tests.Reproductions;

public class ReproductionTests
{
    [Fact]
    public void Au_yeungs_rated_cells_come_out_but_for_a_seed_in_twenty()
    {
        Reproduction[] outcomes = [.. Enumerable.Range(1, 200).Select(seed => AuYeungReproduction.Run(seed))];
        Assert.All(outcomes, outcome => Assert.Equal(13, outcome.Figures.Count(figure => figure.Published is not null)));
        Assert.All(outcomes, outcome => Assert.Equal((5, 4), (outcome.Matrix.Count, outcome.Matrix[0].Count)));
        Assert.Equal(0, outcomes[0].OutsideCount);
        Assert.InRange(outcomes.Count(outcome => outcome.OutsideCount > 0), 0, 10);
    }

    [RealDataFact]
    public void Johnsons_figures_and_his_claim_come_out()
    {
        Reproduction outcome = JohnsonReproduction.Run(RatingReader.Read(RealData.Path2016("ratings.csv")).Ratings, seed: 2);
        Assert.Equal(13, outcome.Figures.Count(figure => figure.Published is not null));
        Assert.True(outcome.OutsideCount == 0, string.Join("; ", outcome.Figures.Where(figure => figure.IsOutside)));
        Assert.Equal(["als", "als, intercept discarded", "spark-als"], outcome.Scores.Select(series => series.Name));

        // Systems that all failed alike would be similar, too.
        Assert.All(outcome.Scores, series => Assert.InRange(series.Scores.Average(), 0.45, 0.52));
        Assert.All(outcome.Scores, series => Assert.Equal(671, series.Scores.Count));
    }

    [Fact]
    public void Published_figures_are_not_held_against_other_data()
    {
        Reproduction johnson = JohnsonReproduction.Run(SharedRatings.MovieLens100K);
        Assert.Equal(
            "NDCG@3 of the list 4, 3, 2 of 6, 4, 3, 2, 1", Assert.Single(johnson.Figures, figure => figure.Published is not null).Name);
        Assert.Contains(johnson.Notes, note => note.Contains("these are other ratings", StringComparison.Ordinal));

        // Of ml-100k's shape, but not ml-100k.
        RatingMatrix ratings = SharedRatings.MovieLens100K;
        Assert.Equal((943, 1682, 100_000), (ratings.Users.Count, ratings.Items.Count, ratings.Count));
        Assert.False(RosenthalPublished.IsOf(ratings));
    }

    [Fact]
    public void Rosenthals_recipe_runs_whole_on_small_ratings_and_does_not_depend_on_threads()
    {
        RatingMatrix ratings = RatingMatrixGenerator.Generate(new SeededRandom(8), 30, 20);
        Reproduction one = RosenthalReproduction.Run(ratings, new RosenthalOptions { Threads = 1 });
        Reproduction many = RosenthalReproduction.Run(ratings, new RosenthalOptions { Threads = 4, WithoutGrids = true });
        Assert.Equal(one.Figures.Take(many.Figures.Count), many.Figures);
        Assert.Empty(many.Grids);
        Assert.Equal([(5, 5), (1, 4), (4, 5)], one.Grids.Select(grid => (grid.Rows.Count, grid.Columns.Count)));
        Assert.Equal([1, 2, 5, 10, 25, 50, 100, 200], one.Curves[^1].Points.Select(point => point.Epoch));
        Assert.All(one.Curves[^1].Points, point => Assert.Equal(one.Figures[0].Ours, point.Test.Count));
        Assert.All(one.Figures, figure => Assert.Null(figure.Published));
        Assert.All(one.Similar, list => Assert.DoesNotContain(list.Item, list.Similar));
        (int row, int column, CurvePoint point) = one.Grids[2].Winner;
        Assert.Equal(one.Grids[2].Best.SelectMany(cells => cells).Min(cell => cell!.Test.Mse), point.Test.Mse);
        Assert.Same(one.Grids[2].Best[row][column], point);
    }

    [Fact]
    public void Rosenthals_figures_are_compared_one_by_one()
    {
        RosenthalPublished published = RosenthalPublished.Of(withSlip: true, isComparable: true);
        var exact = new CurveSeries("SGD", [.. published.SgdTest.Select((mse, i) => Point(i, i < 4 ? 9 : published.SgdTrain[i - 4], mse))]);
        CurveSeries[] als = [.. published.AlsCurveEnds.Select(end => new CurveSeries("ALS", [Point(100, end.Train, end.Test)]))];
        var figures = new List<Figure>();
        published.CompareCurves(figures, [.. als, exact]);
        Assert.Equal(2 * 2 + 8 + 4, figures.Count);
        Assert.All(figures, figure => Assert.Equal(figure.Published, figure.Ours));

        // The best test errors are those of the grids' winners, the training errors those of the published configurations.
        figures.Clear();
        GridOutcome Grid(double test) => new("x", "row", ["1"], "column", ["2"], [[Point(1, 7, test)]]);
        published.CompareGrids(
            figures, Grid(9), Grid(0.806), Grid(0.764), new CurveSeries("ALS", [Point(50, 9, 9), Point(100, 5.281, 9)]), new CurveSeries(
                "SGD", [Point(200, 0.2, 9)]));
        Assert.Equal([true, false, false, false, true], figures.Select(figure => figure.IsOutside));
        figures.Clear();
        published.CompareGrids(
            figures, Grid(5.044), Grid(0.806), Grid(0.764), new CurveSeries("ALS", []), new CurveSeries("SGD", [Point(200, 0.464, 9)]));
        Assert.Equal([false, true, false, false, false], figures.Select(figure => figure.IsOutside));
    }

    [Fact]
    public void A_tolerance_is_three_deviations_of_a_difference_or_what_the_figure_tells_apart()
    {
        Assert.Equal(3 * Math.Sqrt(2) * 0.1, Tolerance.Of(0.1, 0.005), 1e-12);
        Assert.Equal(0.5, Tolerance.Of(0.1, 0.5));
        Assert.True(new Figure("x", 1.5, 1, Tolerance.Of(0.1, 0)).IsOutside);
        Assert.False(new Figure("x", 1.4, 1, Tolerance.Of(0.1, 0)).IsOutside);
    }

    [Fact]
    public void The_slip_tests_only_what_the_first_user_has_rated()
    {
        RatingMatrix ratings = SharedRatings.MovieLens100K;
        RatingSplit split = SlippedSplit.Of(ratings, 10, seed: 1);
        HashSet<int> first = [.. ratings.ByUser.Row(0).Indexes.ToArray()];
        Rating[] test = RatingEntries.Of(split.Test.ByUser);
        Assert.NotEmpty(test);
        Assert.All(test, rating => Assert.Contains(rating.Item, first));
        Assert.All(Enumerable.Range(0, ratings.Users.Count), user => Assert.InRange(split.Test.ByUser.RowLength(user), 0, 10));
        Assert.Equal(Math.Min(10, first.Count), split.Test.ByUser.RowLength(0));
        Assert.Equal(ratings.Count, split.TrainCount + split.TestCount);

        // It refuses parts that share a pair.
        Assert.Equal(split, RatingSplit.Of(split.Train, split.Test));
    }

    [Fact]
    public void Als_by_ridge_regressions_is_the_trainers_with_axes_swapped()
    {
        RatingMatrix ratings = RatingMatrixGenerator.Generate(new SeededRandom(11), 80, 50);
        using MfModel plain = RidgeAls.Train(ratings, 4, 7, 0.3, 0.1, discardIntercept: false, seed: 5);
        using MfModel swapped = Swapped(ratings);
        for (int user = 0; user < ratings.Users.Count; user++)
        {
            for (int item = 0; item < ratings.Items.Count; item++)
            {
                Assert.Equal(
                    plain.Score(new UserIndex(user), new ItemIndex(item)), swapped.Score(new UserIndex(user), new ItemIndex(item)), 2e-3);
            }
        }
    }

    [Fact]
    public void A_discarded_intercept_is_that_of_a_regression_on_all_cells()
    {
        // One half-step for one user: regress his row, zeros included, on the items' factors with an intercept that is not penalized.
        RatingMatrix ratings = RatingMatrixGenerator.Generate(new SeededRandom(11), 80, 50);
        const double lambda = 0.3;
        using MfModel model = RidgeAls.Train(ratings, 1, 1, lambda, 0.1, discardIntercept: true, seed: 5);
        for (int user = 0; user < ratings.Users.Count; user++)
        {
            double[] y = new double[ratings.Items.Count];
            RatingRow row = ratings.ByUser.Row(user);
            for (int i = 0; i < row.Count; i++)
            {
                y[row.Indexes[i]] = row.Values[i];
            }

            double[] v = [.. Enumerable.Range(0, y.Length).Select(Start)];
            double covariance = v.Zip(y).Sum(pair => (pair.First - v.Average()) * (pair.Second - y.Average()));
            double variance = v.Sum(value => Math.Pow(value - v.Average(), 2));
            Assert.Equal(covariance / (variance + lambda), model.UserFactors.Row(user)[0], 1e-4);
        }

        double Start(int item) => ratings.ByItem.RowLength(item) == 0 ? 0 : (float)(new SeededRandom(5, item).NextGaussian() * 0.1f);
    }

    private static MfModel Swapped(RatingMatrix ratings)
    {
        var options = new AlsOptions
        {
            Objective = ObjectiveKind.MissingAsZero,
            Rank = 4,
            Epochs = 7,
            Regularization = 0.3f,
            RegularizationExponent = 0,
            UseBiases = false,
            InitialDeviation = 0.1f,
            Seed = 5,
        };
        return Transposition.Of(new AlsTrainer(options).Train(ratings.Transpose()).Model, ratings);
    }

    private static CurvePoint Point(int epoch, double train, double test) =>
        new(epoch, new RatingErrors(1, 0, train, 0), new RatingErrors(1, 0, test, 0));
}
