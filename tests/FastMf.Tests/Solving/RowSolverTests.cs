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
    public void Rows_solved_together_are_rows_solved_alone_and_rows_without_ratings_stay(DirectCase drawn)
    {
        using var problem = new RowProblem(drawn);
        problem.Solve(out float[] alone, out RowSolution solution);
        using GlobalGramian? global = problem.Global(KernelSet.Best);
        using var solver = ExactRowSolver.Create(KernelSet.Best, problem.Rank, problem.WithBias, problem.Objective);

        // Fewer than are worth solving at once, as many as are solved at once, and more.
        float[][] rows = problem.SolveBatch(solver, global, 1 + drawn.Random(stream: 1).NextInt32(40));
        for (int row = 0; row < rows.Length; row++)
        {
            Assert.Equal(row % 2 == 0 ? [.. alone, solution.Bias] : Untouched(row), rows[row]);
        }

        float[] Untouched(int row) =>
            [.. Enumerable.Repeat((float)row, problem.Rank), .. new float[alone.Length - problem.Rank], row];
    }

    [SeededProperty]
    public void Fewer_ratings_than_factors_without_regularization_are_reported(TooFewCase drawn)
    {
        SeededRandom random = drawn.Random();
        int count = drawn.Ratings;
        int rank = count + drawn.MoreFactors;
        int stride = FactorView.StrideFor(rank);
        float[] others = new float[rank * stride];
        FactorGenerator.FillRows(random, others, rank, 0.3 / Math.Sqrt(rank));
        for (int row = 0; row < rank; row++)
        {
            // The singular values of the noise are below 2 x 0.3, so that those of the sum are above 0.4: the leading minors are well
            // conditioned up to the number of ratings, and no rounding can hide the one after it.
            others[row * stride + row] += 1;
        }

        // Rows that can be solved, without ratings at first, and then one that cannot.
        var objective = new RowObjective(ObjectiveKind.ObservedOnly, new RowRegularization(0, 0, 0, 0));
        using var solver = ExactRowSolver.Create(KernelSet.Best, rank, withBias: false, objective);
        int solvable = drawn.Solvable;
        int[] offsets = [0, 0, .. Enumerable.Range(1, solvable).Select(row => row * rank), solvable * rank + count];
        int[] indexes = [.. Enumerable.Repeat(Enumerable.Range(0, rank), solvable).SelectMany(row => row), .. Enumerable.Range(0, count)];
        var batch = new RowBatch(
            offsets,
            indexes,
            new float[indexes.Length],
            new FactorView(new float[(solvable + 2) * stride], solvable + 2, rank),
            new float[solvable + 2]);
        BatchOutcome outcome = solver.Solve(new FixedSide(new FactorView(others, rank, rank), new float[rank], 0, null), batch);
        Assert.Equal((solvable + 1, count + 1), (outcome.FailedRow, outcome.FailedMinor));
    }

    [Theory, MemberData(nameof(Objectives))]
    public void Solving_allocates_nothing_after_the_longest_row(ObjectiveKind kind, bool nonNegative)
    {
        using var problem = new RowProblem(new DirectCase(150, 50, 20, kind, nonNegative, WithBias: true, Seed: 1));
        using GlobalGramian? global = problem.Global(KernelSet.Best);
        using var solver = ExactRowSolver.Create(KernelSet.Best, problem.Rank, problem.WithBias, problem.Objective);
        float[] factors = new float[FactorView.StrideFor(problem.Rank)];
        float bias = 0;
        problem.Improve(solver, global, factors, ref bias);
        problem.Improve(solver, global, factors, ref bias);
        long before = GC.GetAllocatedBytesForCurrentThread();
        problem.Improve(solver, global, factors, ref bias);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static double[] Point(RowProblem problem, float[] factors, RowSolution solution) =>
        [.. factors.Take(problem.Rank).Select(value => (double)value), solution.Bias];

    public sealed record DirectCase(
        [Between(1, 300)] int Others,
        [Between(0, 100)] int Density,
        [Between(1, 70)] int Rank,
        ObjectiveKind Objective,
        bool NonNegative,
        bool WithBias,
        int Seed)
        : RowCase(Others, Density, NonNegative && Rank > 20 ? 1 + Rank % 20 : Rank, Objective, NonNegative, WithBias, Seed);

    public sealed record TooFewCase([Between(1, 60)] int Ratings, [Between(1, 60)] int MoreFactors, [Between(0, 19)] int Solvable, int Seed)
        : SeededCase(Seed);
}
