using FastMf.Kernels;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Solving;
using Xunit;

namespace FastMf.Tests.Solving;

public class IterativeRowSolverTests
{
    private static readonly SimdLevel[] OtherFusedLevels = [SimdLevel.Vector256, SimdLevel.Vector128Fused];

    public static TheoryData<bool, ObjectiveKind> Solvers
    {
        get
        {
            var data = new TheoryData<bool, ObjectiveKind>();
            foreach (ObjectiveKind kind in Enum.GetValues<ObjectiveKind>())
            {
                data.Add(false, kind);
                data.Add(true, kind);
            }

            return data;
        }
    }

    [SeededProperty(Runs = 48)]
    public void Many_steps_reach_the_dense_double_solution(IterativeCase drawn)
    {
        using var problem = new RowProblem(drawn);
        using GlobalGramian? global = problem.Global(KernelSet.Best);
        using IRowSolver solver = Create(drawn.Blocks, problem, KernelSet.Best);
        float[] factors = new float[FactorView.StrideFor(problem.Rank)];
        float bias = 0;
        for (int round = 0; round < 400; round++)
        {
            Improve(solver, problem, global, factors, ref bias);
        }

        double least = problem.Loss(problem.Expected);
        Assert.InRange(problem.Loss(Point(problem, factors, bias)), least - 1e-9 * problem.Scale, least + 1e-4 * problem.Scale);
    }

    [SeededProperty(Runs = 150)]
    public void No_step_raises_the_loss_and_what_is_reported_is_the_loss(IterativeCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        using var problem = new RowProblem(drawn);
        using GlobalGramian? global = problem.Global(KernelSet.Best);
        using IRowSolver solver = Create(drawn.Blocks, problem, KernelSet.Best);
        float[] factors = new float[FactorView.StrideFor(problem.Rank)];
        for (int i = 0; i < problem.Rank; i++)
        {
            factors[i] = (float)random.NextGaussian();
        }

        float bias = problem.WithBias ? (float)random.NextGaussian() : 0;
        double before = problem.Loss(Point(problem, factors, bias));
        double scale = before + problem.Scale;
        for (int round = 0; round < 4; round++)
        {
            BatchOutcome solution = Improve(solver, problem, global, factors, ref bias);
            double[] point = Point(problem, factors, bias);
            double after = problem.Loss(point);
            Assert.InRange(after, 0, before + 1e-6 * scale);
            Assert.Equal(after, solution.Penalty + solution.SquaredErrors, 1e-4 * scale);
            Assert.Equal(problem.Penalty(point), solution.Penalty, 1e-4 * scale);
            before = after;
        }
    }

    [SeededProperty(Runs = 150)]
    public void Fused_levels_give_the_same_bits(IterativeCase drawn)
    {
        using var problem = new RowProblem(drawn);
        float[] expected = Solve(drawn.Blocks, problem, SimdLevel.Vector512);
        foreach (SimdLevel level in OtherFusedLevels)
        {
            Assert.Equal(expected, Solve(drawn.Blocks, problem, level));
        }
    }

    [Theory, MemberData(nameof(Solvers))]
    public void Solving_allocates_nothing_after_the_longest_row(bool blocks, ObjectiveKind kind)
    {
        using var problem = new RowProblem(new IterativeCase(150, 50, 40, kind, blocks, WithBias: true, Seed: 1));
        using GlobalGramian? global = problem.Global(KernelSet.Best);
        using IRowSolver solver = Create(blocks, problem, KernelSet.Best);
        float[] factors = new float[FactorView.StrideFor(problem.Rank)];
        float bias = 0;
        problem.Improve(solver, global, factors, ref bias);
        problem.Improve(solver, global, factors, ref bias);
        long before = GC.GetAllocatedBytesForCurrentThread();
        problem.Improve(solver, global, factors, ref bias);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static IRowSolver Create(bool blocks, RowProblem problem, KernelSet kernels) => blocks
        ? new BlockCoordinateRowSolver(kernels, problem.Rank, problem.WithBias, problem.Objective, blockSize: 16)
        : new ConjugateGradientRowSolver(kernels, problem.Rank, problem.WithBias, problem.Objective, steps: 3);

    private static float[] Solve(bool blocks, RowProblem problem, SimdLevel level)
    {
        KernelSet kernels = KernelSet.For(level);
        using GlobalGramian? global = problem.Global(kernels);
        using IRowSolver solver = Create(blocks, problem, kernels);
        float[] factors = new float[FactorView.StrideFor(problem.Rank)];
        float bias = 0;
        Improve(solver, problem, global, factors, ref bias);
        return [.. factors, bias];
    }

    private static BatchOutcome Improve(IRowSolver solver, RowProblem problem, GlobalGramian? global, float[] factors, ref float bias)
    {
        BatchOutcome outcome = problem.Improve(solver, global, factors, ref bias);
        Assert.Equal(0, outcome.FailedMinor);
        return outcome;
    }

    private static double[] Point(RowProblem problem, float[] factors, float bias) =>
        [.. factors.Take(problem.Rank).Select(value => (double)value), bias];

    /// <summary>A row for the solver by blocks, or for conjugate gradients.</summary>
    public sealed record IterativeCase(
        [Between(1, 300)] int Others,
        [Between(0, 100)] int Density,
        [Between(1, 70)] int Rank,
        ObjectiveKind Objective,
        bool Blocks,
        bool WithBias,
        int Seed)
        : RowCase(Others, Density, Rank, Objective, NonNegative: false, WithBias, Seed);
}
