using FastMf.Kernels;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Solving;
using FastMf.Testing;
using FastMf.Testing.Generators;
using FastMf.Testing.Gradients;
using FastMf.Testing.References;
using Xunit;

namespace FastMf.Tests.Solving;

public class RowSolverTests
{
    [Fact]
    public void The_solution_equals_a_dense_double_solve() => PropertyCheck.Run(random =>
    {
        var problem = new RowProblem(random);
        double[] expected = NaiveRowSolver.Solve(problem.Rows, problem.Targets, problem.Regularization, problem.WithBias);
        Assert.Equal(0, problem.Solve(out float[] factors, out RowSolution solution));
        for (int i = 0; i < problem.Rank; i++)
        {
            Assert.Equal(expected[i], factors[i], 2e-3);
        }

        Assert.Equal(expected[problem.Rank], solution.Bias, 2e-3);
        Assert.All(factors[problem.Rank..], padding => Assert.Equal(0, padding));
    });

    [Fact]
    public void The_gradient_of_the_rows_loss_vanishes_at_the_solution() => PropertyCheck.Run(random =>
    {
        var problem = new RowProblem(random);
        problem.Solve(out float[] factors, out RowSolution solution);
        double[] point = [.. factors.Take(problem.Rank).Select(value => (double)value), solution.Bias];
        double[] zero = new double[point.Length];
        if (!problem.WithBias)
        {
            // The bias is no parameter then; the loss must not be asked about it.
            point = point[..^1];
            zero = zero[..^1];
        }

        double scale = 1 + problem.Targets.Sum(Math.Abs);
        Assert.InRange(GradientCheck.LargestError(at => problem.Loss(at) / scale, point, zero, step: 1e-4), 0, 2e-4);
    });

    [Fact]
    public void Errors_and_penalty_are_those_of_the_solution() => PropertyCheck.Run(random =>
    {
        var problem = new RowProblem(random);
        problem.Solve(out float[] factors, out RowSolution solution);
        double[] point = [.. factors.Take(problem.Rank).Select(value => (double)value), solution.Bias];
        double expected = problem.Loss(point);
        double scale = problem.Targets.Sum(target => target * target);
        Assert.Equal(expected, solution.Penalty + solution.SquaredErrors, 1e-4 * (1 + scale));
        double penalty = expected - problem.SquaredErrors(point);
        Assert.Equal(penalty, solution.Penalty, 1e-4 * (1 + penalty));
    });

    [Fact]
    public void Fused_levels_give_the_same_bits() => PropertyCheck.Run(random =>
    {
        var problem = new RowProblem(random);
        problem.Solve(out float[] expected, out RowSolution expectedSolution, SimdLevel.Vector512);
        foreach (SimdLevel level in new[] { SimdLevel.Vector256, SimdLevel.Vector128Fused })
        {
            problem.Solve(out float[] factors, out RowSolution solution, level);
            Assert.Equal(expected, factors);
            Assert.Equal(expectedSolution, solution);
        }
    });

    [Fact]
    public void A_row_without_ratings_gets_zeros()
    {
        using var solver = new RowSolver(KernelSet.Best, 4, withBias: true);
        float[] factors = [9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9];
        var regularization = new RowRegularization(0, RegularizationScaling.Plain, 0, RegularizationScaling.Plain);
        Assert.Equal(0, solver.Solve(new FactorView(new float[16], 1, 4), [0], 3, [], [], regularization, factors, out RowSolution solution));
        Assert.All(factors, value => Assert.Equal(0, value));
        Assert.Equal(default, solution);
    }

    [Fact]
    public void Fewer_ratings_than_factors_without_regularization_are_reported_and_left_at_zero() => PropertyCheck.Run(random =>
    {
        int rank = 2 + random.NextInt32(60);
        int count = 1 + random.NextInt32(rank - 1);
        float[] others = new float[count * FactorView.StrideFor(rank)];
        FactorGenerator.FillRows(random, others, rank, 0.1);
        for (int row = 0; row < count; row++)
        {
            // The leading minors are well conditioned up to the number of ratings: no rounding can hide the one after it.
            others[row * FactorView.StrideFor(rank) + row] += 1;
        }

        using var solver = new RowSolver(KernelSet.Best, rank, withBias: false);
        float[] factors = new float[FactorView.StrideFor(rank)];
        int[] indexes = [.. Enumerable.Range(0, count)];
        var none = new RowRegularization(0, RegularizationScaling.Plain, 0, RegularizationScaling.Plain);
        int minor = solver.Solve(
            new FactorView(others, count, rank), new float[count], 0, indexes, new float[count], none, factors, out _);
        Assert.Equal(count + 1, minor);
        Assert.All(factors, value => Assert.Equal(0, value));
    });

    [Fact]
    public void Solving_allocates_nothing_after_the_longest_row()
    {
        var problem = new RowProblem(new SeededRandom(1));
        using var solver = new RowSolver(KernelSet.Best, problem.Rank, problem.WithBias);
        problem.Solve(solver, out _, out _);
        float[] factors = new float[FactorView.StrideFor(problem.Rank)];
        long before = GC.GetAllocatedBytesForCurrentThread();
        problem.SolveInto(solver, factors, out _);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
