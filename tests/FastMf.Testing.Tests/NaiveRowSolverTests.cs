using FastMf.Model;
using FastMf.Numerics;
using FastMf.Testing.Gradients;
using FastMf.Testing.References;
using Xunit;

namespace FastMf.Testing.Tests;

public class NaiveRowSolverTests
{
    private static readonly double[][] Rows = [[1], [2]];
    private static readonly double[] Targets = [3, 5];

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0.5f, 1)]
    public void Cases_worked_by_hand(float weight, float exponent)
    {
        var regularization = new RowRegularization(weight, exponent, weight, exponent);

        // (5 + 1) x = 13
        double[] factors = NaiveRowSolver.Solve(Rows, Targets, regularization, withBias: false);
        Assert.Equal(2, factors.Length);
        Assert.Equal(13.0 / 6, factors[0], 1e-12);
        Assert.Equal(0, factors[1]);

        // (5 + 1) x + 3 b = 13, 3 x + (2 + 1) b = 8
        double[] both = NaiveRowSolver.Solve(Rows, Targets, regularization, withBias: true);
        Assert.Equal(5.0 / 3, both[0], 1e-12);
        Assert.Equal(1, both[1], 1e-12);
    }

    [SeededProperty]
    public void The_gradient_of_the_loss_vanishes_at_the_solution(RowCase drawn)
    {
        SeededRandom random = drawn.Random();
        int rank = drawn.Rank;
        double[][] rows =
            [.. Enumerable.Range(0, drawn.Ratings).Select(_ => Enumerable.Range(0, rank).Select(_ => random.NextGaussian()).ToArray())];
        double[] targets = [.. rows.Select(_ => 3 * random.NextGaussian())];
        var regularization = new RowRegularization(
            0.1f + (float)random.NextDouble(), random.NextInt32(4) * 0.5f, 0.1f + (float)random.NextDouble(), random.NextInt32(4) * 0.5f);
        double Loss(double[] x) =>
            rows.Zip(targets, (row, target) => target - x[rank] - row.Zip(x, (v, f) => v * f).Sum()).Sum(error => error * error)
            + regularization.FactorsOf(rows.Length) * x.Take(rank).Sum(f => f * f)
            + regularization.BiasOf(rows.Length) * x[rank] * x[rank];
        double[] solution = NaiveRowSolver.Solve(rows, targets, regularization, withBias: true);
        Assert.InRange(GradientCheck.LargestError(Loss, solution, new double[rank + 1]), 0, 1e-5);
    }

    public sealed record RowCase([Between(1, 12)] int Ratings, [Between(1, 8)] int Rank, int Seed) : SeededCase(Seed);
}
