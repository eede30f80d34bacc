using FastMf.Kernels;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Solving;
using FastMf.Testing.Generators;
using FastMf.Testing.References;
using Xunit;

namespace FastMf.Tests.Solving;

/// <summary>A random row to solve under a random objective, for the solver under test and in double precision.</summary>
internal sealed class RowProblem : IDisposable
{
    private const float Mean = 0.25f;

    private readonly FactorMatrix _others;
    private readonly float[] _otherBiases;
    private readonly int[] _indexes;
    private readonly float[] _ratings;

    public RowProblem(RowCase drawn)
    {
        SeededRandom random = drawn.Random();
        Rank = drawn.Rank;
        WithBias = drawn.WithBias;
        _others = new FactorMatrix(drawn.Others, Rank);
        for (int row = 0; row < _others.RowCount; row++)
        {
            FactorGenerator.FillRows(random, _others.View.PaddedRow(row), Rank, 0.5);
        }

        _otherBiases = [.. Enumerable.Range(0, _others.RowCount).Select(_ => WithBias ? (float)random.NextGaussian() * 0.3f : 0)];
        _indexes = [.. Enumerable.Range(0, _others.RowCount).Where(_ => random.NextInt32(100) < drawn.Density)];
        _indexes = _indexes.Length == 0 ? [0] : _indexes;
        _ratings = [.. _indexes.Select(_ => 0.5f * random.NextInt32(10))];
        Objective = new RowObjective(
            drawn.Objective,
            new RowRegularization(
                0.05f + (float)random.NextDouble(),
                random.NextInt32(4) * 0.5f,
                0.05f + (float)random.NextDouble(),
                random.NextInt32(4) * 0.5f),
            (ConfidenceKind)random.NextInt32(2),
            (float)random.NextDouble() * 4,
            drawn.NonNegative);
    }

    public int Rank { get; }

    public bool WithBias { get; }

    public RowObjective Objective { get; }

    /// <summary>The dense solution: factors and, last, the bias.</summary>
    public double[] Expected => NaiveRowSolver.Solve(
        [.. Cells.Select(cell => cell.Row)],
        [.. Cells.Select(cell => cell.Target)],
        [.. Cells.Select(cell => cell.Weight)],
        Objective.Regularization.FactorsOf(_indexes.Length),
        Objective.Regularization.BiasOf(_indexes.Length),
        WithBias,
        Objective.NonNegative);

    /// <summary>The size of the loss at zeros, to measure errors by.</summary>
    public double Scale => 1 + Cells.Sum(cell => cell.Weight * cell.Target * cell.Target);

    private float FixedMean => WithBias ? Mean : 0;

    /// <summary>Every pair that counts: its row, its target less what is fixed, its weight.</summary>
    private IEnumerable<(double[] Row, double Target, double Weight)> Cells =>
        from other in Enumerable.Range(0, _others.RowCount)
        let position = Array.IndexOf(_indexes, other)
        where position >= 0 || Objective.CountsMissing
        let target = position < 0 ? 0 : Objective.TargetOf(_ratings[position])
        let weight = position < 0 ? 1 : Objective.WeightOf(_ratings[position])
        select (
            Array.ConvertAll(_others.Row(other).ToArray(), value => (double)value),
            (double)target - FixedMean - _otherBiases[other],
            (double)weight);

    public int Solve(out float[] factors, out RowSolution solution, SimdLevel? level = null)
    {
        KernelSet kernels = level is { } chosen ? KernelSet.For(chosen) : KernelSet.Best;
        using GlobalGramian? global = Global(kernels);
        using var solver = ExactRowSolver.Create(kernels, Rank, WithBias, Objective);
        factors = new float[FactorView.StrideFor(Rank)];
        float bias = 0;
        BatchOutcome outcome = Improve(solver, global, factors, ref bias);
        solution = new RowSolution(bias, outcome.Penalty, outcome.SquaredErrors);
        return outcome.FailedMinor;
    }

    public GlobalGramian? Global(KernelSet kernels) => Objective.CountsMissing
        ? GlobalGramian.Of(kernels, _others, _otherBiases, FixedMean, Enumerable.Range(0, _others.RowCount).ToArray(), Objective, 2)
        : null;

    /// <summary>Lets a solver go on from a point: factors with their padding and a bias, which it overwrites.</summary>
    public BatchOutcome Improve(IRowSolver solver, GlobalGramian? global, float[] factors, ref float bias) => solver.Solve(
        Side(global),
        new RowBatch([0, _indexes.Length], _indexes, _ratings, new FactorView(factors, 1, Rank), new Span<float>(ref bias)));

    /// <summary>Solves the row several times in one batch, with rows without ratings between them.</summary>
    /// <returns>The rows with their padding and, last in each, the bias.</returns>
    public float[][] SolveBatch(IRowSolver solver, GlobalGramian? global, int copies)
    {
        int stride = FactorView.StrideFor(Rank);
        int[] offsets = [0, .. Enumerable.Range(1, 2 * copies).Select(row => (row + 1) / 2 * _indexes.Length)];
        float[] factors = new float[2 * copies * stride];
        float[] biases = new float[2 * copies];
        for (int row = 1; row < biases.Length; row += 2)
        {
            factors.AsSpan(row * stride, Rank).Fill(row);
            biases[row] = row;
        }

        int[] indexes = [.. Enumerable.Repeat(_indexes, copies).SelectMany(row => row)];
        float[] ratings = [.. Enumerable.Repeat(_ratings, copies).SelectMany(row => row)];
        var batch = new RowBatch(offsets, indexes, ratings, new FactorView(factors, biases.Length, Rank), biases);
        Assert.Equal(0, solver.Solve(Side(global), batch).FailedMinor);
        return [.. biases.Select((bias, row) => (float[])[.. factors.AsSpan(row * stride, stride), bias])];
    }

    /// <summary>The row's loss at factors and, when the point has one more number, bias.</summary>
    public double Loss(double[] point) => SquaredErrors(point) + Penalty(point);

    public double Penalty(double[] point)
    {
        double bias = point.Length > Rank ? point[Rank] : 0;
        return Objective.Regularization.FactorsOf(_indexes.Length) * point.Take(Rank).Sum(value => value * value)
            + Objective.Regularization.BiasOf(_indexes.Length) * bias * bias;
    }

    public double SquaredErrors(double[] point)
    {
        double bias = point.Length > Rank ? point[Rank] : 0;
        return Cells.Sum(cell =>
        {
            double error = cell.Target - bias - cell.Row.Zip(point, (v, x) => v * x).Sum();
            return cell.Weight * error * error;
        });
    }

    public void Dispose() => _others.Dispose();

    private FixedSide Side(GlobalGramian? global) => new(_others.View, _otherBiases, FixedMean, global);
}
