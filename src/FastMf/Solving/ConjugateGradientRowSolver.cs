using System.Numerics.Tensors;
using FastMf.Kernels;
using FastMf.Kernels.Unchecked;
using FastMf.Model;
using FastMf.Numerics;

namespace FastMf.Solving;

/// <summary>
/// Some steps of the conjugate gradient method on a row's bordered system, from the row as it is (Hestenes and Stiefel 1952; for implicit
/// feedback Takacs, Pilaszy and Tikk 2011): 4 k operations for each rating and step instead of k^2, and never a rise of the loss.
/// </summary>
internal sealed class ConjugateGradientRowSolver : IterativeRowSolver
{
    /// <summary>Below this share of the first residual, squared, a step changes nothing but the last bits.</summary>
    private const double Converged = 1e-12;

    private readonly int _steps;
    private readonly int _stride;
    private readonly AlignedBuffer _vectors;
    private float[] _scores = new float[256];

    public ConjugateGradientRowSolver(KernelSet kernels, int rank, bool withBias, in RowObjective objective, int steps)
        : base(kernels, rank, withBias, objective)
    {
        _steps = steps;
        _stride = FactorView.StrideFor(rank);
        _vectors = new AlignedBuffer(3 * _stride);
    }

    private Span<float> Residual => _vectors.Slice(0, _stride);

    private Span<float> Direction => _vectors.Slice(_stride, _stride);

    private Span<float> Image => _vectors.Slice(2 * _stride, _stride);

    public override void Dispose()
    {
        base.Dispose();
        _vectors.Dispose();
    }

    protected override bool TryImprove(in FixedSide side, ReadOnlySpan<int> indexes, out RowSolution solution, out int failedMinor)
    {
        float biasResidual = (float)Row.Residual(side, indexes, Residual);
        Residual.CopyTo(Direction);
        float biasDirection = biasResidual;
        double square = Kernels.Dot(Residual, Residual) + (double)biasResidual * biasResidual;
        double floor = square * Converged;
        for (int step = 0; step < _steps && square > floor; step++)
        {
            float biasImage = Multiply(side, indexes, biasDirection);
            double curvature = Kernels.Dot(Direction, Image) + (double)biasDirection * biasImage;
            if (!(curvature > 0))
            {
                break;
            }

            float length = (float)(square / curvature);
            TensorPrimitives.FusedMultiplyAdd(Direction, length, Row.X, Row.X);
            Row.Bias += length * biasDirection;
            TensorPrimitives.FusedMultiplyAdd(Image, -length, Residual, Residual);
            biasResidual -= length * biasImage;
            double next = Kernels.Dot(Residual, Residual) + (double)biasResidual * biasResidual;
            float turn = (float)(next / square);
            square = next;
            TensorPrimitives.FusedMultiplyAdd(Direction, turn, Residual, Direction);
            biasDirection = biasResidual + turn * biasDirection;
        }

        (solution, failedMinor) = (Row.Solution(side, indexes, Residual, biasResidual), 0);
        return true;
    }

    /// <summary>The system times the direction: the image's factors, and returned its bias.</summary>
    private float Multiply(in FixedSide side, ReadOnlySpan<int> indexes, float biasDirection)
    {
        RowScalars scalars = Row.Scalars;
        Span<float> image = Image;
        image.Clear();
        double biasImage = scalars.BiasRidge * (double)biasDirection;
        if (side.Global is { } global)
        {
            global.Multiply(Kernels, Direction, image);
            TensorPrimitives.FusedMultiplyAdd(global.FactorSum, biasDirection, image, image);
            biasImage += Kernels.Dot(global.FactorSum, Direction) + global.Count * (double)biasDirection;
        }

        TensorPrimitives.FusedMultiplyAdd(Direction, scalars.Ridge, image, image);
        ReadOnlySpan<float> weights = Row.Weights(indexes.Length);
        if (side.Global is null || !weights.IsEmpty)
        {
            Span<float> scores = Scores(indexes.Length);
            Kernels.DotGatheredUnchecked(side.Factors, indexes, Direction, scores);
            TensorPrimitives.Add(scores, biasDirection, scores);
            if (!weights.IsEmpty)
            {
                TensorPrimitives.Multiply(scores, weights, scores);
            }

            foreach (float score in scores)
            {
                biasImage += score;
            }

            Kernels.AccumulateCombinationUnchecked(side.Factors, indexes, scores, image);
        }

        return WithBias ? (float)biasImage : 0;
    }

    private Span<float> Scores(int count)
    {
        if (_scores.Length < count)
        {
            _scores = new float[Math.Max(count, 2 * _scores.Length)];
        }

        return _scores.AsSpan(0, count);
    }
}
