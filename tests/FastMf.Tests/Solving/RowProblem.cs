using FastMf.Kernels;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Solving;
using FastMf.Testing.Generators;

namespace FastMf.Tests.Solving;

/// <summary>A random row to solve, for the solver under test and in double precision.</summary>
internal sealed class RowProblem
{
    private const float Mean = 3.25f;

    private readonly float[] _others;
    private readonly int _otherCount;
    private readonly float[] _otherBiases;
    private readonly int[] _indexes;
    private readonly float[] _ratings;

    public RowProblem(SeededRandom random)
    {
        Rank = 1 + random.NextInt32(70);
        WithBias = random.NextInt32(3) > 0;
        _otherCount = 1 + random.NextInt32(300);
        _others = new float[_otherCount * FactorView.StrideFor(Rank)];
        FactorGenerator.FillRows(random, _others, Rank, 0.5);
        _otherBiases = [.. Enumerable.Range(0, _otherCount).Select(_ => (float)random.NextGaussian() * 0.3f)];
        double density = random.NextDouble();
        _indexes = [.. Enumerable.Range(0, _otherCount).Where(_ => random.NextDouble() < density)];
        _indexes = _indexes.Length == 0 ? [0] : _indexes;
        _ratings = [.. _indexes.Select(_ => 0.5f * (1 + random.NextInt32(10)))];
        Regularization = new RowRegularization(
            0.05f + (float)random.NextDouble(),
            (RegularizationScaling)random.NextInt32(3),
            0.05f + (float)random.NextDouble(),
            (RegularizationScaling)random.NextInt32(3));
    }

    public int Rank { get; }

    public bool WithBias { get; }

    public RowRegularization Regularization { get; }

    public IReadOnlyList<double[]> Rows => [.. _indexes.Select(index => View.Row(index).ToArray().Select(value => (double)value).ToArray())];

    public IReadOnlyList<double> Targets => [.. _indexes.Zip(_ratings, (index, rating) => (double)rating - Mean - _otherBiases[index])];

    private FactorView View => new(_others, _otherCount, Rank);

    public int Solve(out float[] factors, out RowSolution solution, SimdLevel? level = null)
    {
        using var solver = new RowSolver(level is { } chosen ? KernelSet.For(chosen) : KernelSet.Best, Rank, WithBias);
        return Solve(solver, out factors, out solution);
    }

    public int Solve(RowSolver solver, out float[] factors, out RowSolution solution)
    {
        factors = new float[FactorView.StrideFor(Rank)];
        return SolveInto(solver, factors, out solution);
    }

    public int SolveInto(RowSolver solver, float[] factors, out RowSolution solution) =>
        solver.Solve(View, _otherBiases, Mean, _indexes, _ratings, Regularization, factors, out solution);

    /// <summary>The row's loss at factors and, when the point has one more number, bias.</summary>
    public double Loss(double[] point)
    {
        double bias = point.Length > Rank ? point[Rank] : 0;
        return SquaredErrors(point)
            + Regularization.FactorsOf(_indexes.Length) * point.Take(Rank).Sum(value => value * value)
            + Regularization.BiasOf(_indexes.Length) * bias * bias;
    }

    public double SquaredErrors(double[] point)
    {
        double bias = point.Length > Rank ? point[Rank] : 0;
        return Rows.Zip(Targets, (row, target) => target - bias - row.Zip(point, (v, x) => v * x).Sum()).Sum(error => error * error);
    }
}
