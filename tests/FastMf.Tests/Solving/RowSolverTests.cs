using FastMf.Kernels;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Solving;
using FastMf.Testing.Generators;
using Xunit;

namespace FastMf.Tests.Solving;

public class RowSolverTests
{
    private static readonly SimdLevel[] OtherFusedLevels = [SimdLevel.Vector256, SimdLevel.Vector128Fused];

    public static TheoryData<ObjectiveKind, bool> Objectives => new()
    {
        { ObjectiveKind.ObservedOnly, false },
        { ObjectiveKind.MissingAsZero, false },
        { ObjectiveKind.Implicit, false },
        { ObjectiveKind.ObservedOnly, true },
        { ObjectiveKind.MissingAsZero, true },
        { ObjectiveKind.Implicit, true },
    };

    [SeededProperty(Runs = 360)]
    public void The_solution_equals_a_dense_double_solve(DirectCase drawn)
    {
        using var problem = new RowProblem(drawn);
        double[] expected = problem.Expected;
        Assert.Equal(0, problem.Solve(out float[] factors, out RowSolution solution));
        for (int i = 0; i < problem.Rank; i++)
        {
            Assert.Equal(expected[i], factors[i], 3e-3);
        }

        Assert.Equal(expected[problem.Rank], solution.Bias, 3e-3);
        Assert.All(factors[problem.Rank..], padding => Assert.Equal(0, padding));
        Assert.InRange(problem.Loss(Point(problem, factors, solution)), 0, problem.Loss(expected) + 1e-6 * problem.Scale);
    }

    [SeededProperty(Runs = 90)]
    public void The_gradient_of_the_rows_loss_vanishes_at_the_solution(DirectCase drawn)
    {
        using var problem = new RowProblem(drawn);
        problem.Solve(out float[] factors, out RowSolution solution);
        double[] point = Point(problem, factors, solution);

        // A factor at its bound may have a gradient that points out of it.
        bool IsFree(int i) => i == problem.Rank || !drawn.NonNegative || factors[i] > 0;
        int coordinates = problem.WithBias ? problem.Rank + 1 : problem.Rank;
        for (int i = 0; i < coordinates; i++)
        {
            int coordinate = i;
            double Along(double[] at)
            {
                double[] moved = [.. point];
                moved[coordinate] = at[0];
                return problem.Loss(moved) / problem.Scale;
            }

            double slope = (Along([point[i] + 1e-4]) - Along([point[i] - 1e-4])) / 2e-4;
            Assert.InRange(slope, -2e-4, IsFree(i) ? 2e-4 : double.PositiveInfinity);
        }
    }

    [SeededProperty(Runs = 240)]
    public void Errors_and_penalty_are_those_of_the_solution(DirectCase drawn)
    {
        using var problem = new RowProblem(drawn);
        problem.Solve(out float[] factors, out RowSolution solution);
        double[] point = Point(problem, factors, solution);
        Assert.Equal(problem.Loss(point), solution.Penalty + solution.SquaredErrors, 1e-4 * problem.Scale);
        Assert.Equal(problem.Penalty(point), solution.Penalty, 1e-4 * problem.Scale);
    }

    [SeededProperty(Runs = 240)]
    public void Fused_levels_give_the_same_bits(DirectCase drawn)
    {
        using var problem = new RowProblem(drawn);
        problem.Solve(out float[] expected, out RowSolution expectedSolution, SimdLevel.Vector512);
        foreach (SimdLevel level in OtherFusedLevels)
        {
            problem.Solve(out float[] factors, out RowSolution solution, level);
            Assert.Equal(expected, factors);
            Assert.Equal(expectedSolution, solution);
        }
    }

    [SeededProperty(Runs = 180)]
    public void Rows_solved_together_are_rows_solved_alone(DirectCase drawn)
    {
        using var problem = new RowProblem(drawn);
        problem.Solve(out float[] alone, out RowSolution aloneSolution);
        using AllRowsSums? all = problem.AllRows(KernelSet.Best);
        using var solver = new RowSolver(KernelSet.Best, problem.Rank, problem.WithBias, problem.Objective);
        for (int slot = 0; slot < solver.Capacity; slot++)
        {
            problem.Gather(solver, slot, all);
        }

        solver.Solve(solver.Capacity, all);
        for (int slot = 0; slot < solver.Capacity; slot++)
        {
            Assert.Equal(alone, solver.Factors(slot).ToArray());
            Assert.Equal(aloneSolution, solver.Solution(slot));
        }
    }

    [SeededProperty]
    public void Fewer_ratings_than_factors_without_regularization_are_reported(TooFewCase drawn)
    {
        SeededRandom random = drawn.Random();
        int count = drawn.Ratings;
        int rank = count + drawn.MoreFactors;
        int stride = FactorView.StrideFor(rank);
        float[] others = new float[count * stride];
        FactorGenerator.FillRows(random, others, rank, 0.1);
        for (int row = 0; row < count; row++)
        {
            // The leading minors are well conditioned up to the number of ratings: no rounding can hide the one after it.
            others[row * stride + row] += 1;
        }

        var objective = new RowObjective(ObjectiveKind.ObservedOnly, new RowRegularization(0, 0, 0, 0));
        using var solver = new RowSolver(KernelSet.Best, rank, withBias: false, objective);
        int[] indexes = [.. Enumerable.Range(0, count)];
        solver.Gather(0, new FixedSide(new FactorView(others, count, rank), new float[count], 0, null), new RowInput(indexes, new float[count]));
        solver.Solve(1, null);
        Assert.Equal(count + 1, solver.FailedMinor(0));
    }

    [Theory, MemberData(nameof(Objectives))]
    public void Solving_allocates_nothing_after_the_longest_row(ObjectiveKind kind, bool nonNegative)
    {
        using var problem = new RowProblem(new DirectCase(150, 50, 20, kind, nonNegative, WithBias: true, Seed: 1));
        using AllRowsSums? all = problem.AllRows(KernelSet.Best);
        using var solver = new RowSolver(KernelSet.Best, problem.Rank, problem.WithBias, problem.Objective);
        for (int warm = 0; warm < 2; warm++)
        {
            problem.Gather(solver, 0, all);
            solver.Solve(1, all);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        problem.Gather(solver, 0, all);
        solver.Solve(1, all);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static double[] Point(RowProblem problem, float[] factors, RowSolution solution) =>
        [.. factors.Take(problem.Rank).Select(value => (double)value), solution.Bias];

    public sealed record DirectCase(
        [Between(1, 300)] int Others, [Between(0, 100)] int Density, [Between(1, 70)] int Rank, ObjectiveKind Objective, bool NonNegative, bool WithBias, int Seed)
        : RowCase(Others, Density, NonNegative && Rank > 20 ? 1 + Rank % 20 : Rank, Objective, NonNegative, WithBias, Seed);

    public sealed record TooFewCase([Between(1, 40)] int Ratings, [Between(1, 40)] int MoreFactors, int Seed) : SeededCase(Seed);
}
