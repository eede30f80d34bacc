using FastMf.Kernels;
using FastMf.Kernels.Unchecked;
using FastMf.Model;
using FastMf.Numerics;

namespace FastMf.Solving;

/// <summary>
/// Some steps of the conjugate gradient method on a row's bordered system, from the row as it is (Hestenes and Stiefel 1952; for implicit
/// feedback Takacs, Pilaszy and Tikk 2011): 4 k operations for each rating and step instead of k^2, and never a rise of the loss.
/// </summary>
internal sealed class ConjugateGradientRowSolver : IRowSolver
{
    /// <summary>Below this share of the first residual, squared, a step changes nothing but the last bits.</summary>
    private const double Converged = 1e-12;

    private readonly KernelSet _kernels;
    private readonly bool _withBias;
    private readonly RowObjective _objective;
    private readonly int _steps;
    private readonly int _stride;
    private readonly IterativeSystem _system;
    private readonly AlignedBuffer _vectors;
    private float[] _scores = new float[256];
    private RowSolution _solution;

    public ConjugateGradientRowSolver(KernelSet kernels, int rank, bool withBias, in RowObjective objective, int steps)
    {
        _kernels = kernels;
        _withBias = withBias;
        _objective = objective;
        _steps = steps;
        _stride = FactorView.StrideFor(rank);
        _system = new IterativeSystem(kernels, rank);
        _vectors = new AlignedBuffer(3 * _stride);
    }

    public int Capacity => 1;

    private Span<float> Residual => _vectors.Slice(0, _stride);

    private Span<float> Direction => _vectors.Slice(_stride, _stride);

    private Span<float> Image => _vectors.Slice(2 * _stride, _stride);

    public void Gather(int slot, in FixedSide side, in RowInput row)
    {
        _system.Start(side, row, _objective);
        ReadOnlySpan<int> indexes = row.Indexes;
        float biasResidual = (float)_system.Residual(side, indexes, _withBias, Residual);
        Residual.CopyTo(Direction);
        float biasDirection = biasResidual;
        double square = _kernels.Dot(Residual, Residual) + (double)biasResidual * biasResidual;
        double floor = square * Converged;
        for (int step = 0; step < _steps && square > floor; step++)
        {
            float biasImage = Multiply(side, indexes, biasDirection);
            double curvature = _kernels.Dot(Direction, Image) + (double)biasDirection * biasImage;
            if (!(curvature > 0))
            {
                break;
            }

            float width = (float)(square / curvature);
            AddMultiple(_system.X, width, Direction);
            _system.Bias += width * biasDirection;
            AddMultiple(Residual, -width, Image);
            biasResidual -= width * biasImage;
            double next = _kernels.Dot(Residual, Residual) + (double)biasResidual * biasResidual;
            float turn = (float)(next / square);
            square = next;
            for (int i = 0; i < _stride; i++)
            {
                Direction[i] = MathF.FusedMultiplyAdd(turn, Direction[i], Residual[i]);
            }

            biasDirection = biasResidual + turn * biasDirection;
        }

        _solution = _system.Solution(side, indexes, Residual, biasResidual);
    }

    public void Solve(int count, AllRowsSums? all)
    {
    }

    public int FailedMinor(int slot) => 0;

    public ReadOnlySpan<float> Factors(int slot) => _system.X;

    public RowSolution Solution(int slot) => _solution;

    public void Dispose()
    {
        _system.Dispose();
        _vectors.Dispose();
    }

    /// <summary>The system times the direction: the image's factors, and returned its bias.</summary>
    private float Multiply(in FixedSide side, ReadOnlySpan<int> indexes, float biasDirection)
    {
        RowSums sums = _system.Sums;
        Span<float> image = Image;
        image.Clear();
        double biasImage = sums.BiasRidge * (double)biasDirection;
        if (side.All is { } all)
        {
            all.Multiply(_kernels, Direction, image);
            AddMultiple(image, biasDirection, all.Border);
            biasImage += _kernels.Dot(all.Border, Direction) + all.Count * (double)biasDirection;
        }

        AddMultiple(image, sums.Ridge, Direction);
        ReadOnlySpan<float> weights = _system.Weights(indexes.Length);
        if (side.All is null || !weights.IsEmpty)
        {
            Span<float> scores = Scores(indexes.Length);
            _kernels.DotGatheredUnchecked(side.Factors, indexes, Direction, scores);
            for (int i = 0; i < scores.Length; i++)
            {
                scores[i] = (weights.IsEmpty ? 1 : weights[i]) * (scores[i] + biasDirection);
                biasImage += scores[i];
            }

            _kernels.AccumulateCombinationUnchecked(side.Factors, indexes, scores, image);
        }

        return _withBias ? (float)biasImage : 0;
    }

    private Span<float> Scores(int count)
    {
        if (_scores.Length < count)
        {
            _scores = new float[Math.Max(count, 2 * _scores.Length)];
        }

        return _scores.AsSpan(0, count);
    }

    private static void AddMultiple(Span<float> target, float factor, ReadOnlySpan<float> source)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = MathF.FusedMultiplyAdd(factor, source[i], target[i]);
        }
    }
}
