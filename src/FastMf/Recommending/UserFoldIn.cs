using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using FastMf.Kernels;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Solving;

namespace FastMf.Recommending;

/// <summary>
/// Computes the factors and the bias of a user from ratings, the items being as they are: the row solve of ALS, with the model's
/// objective and regularization; for a user whom ALS has trained, with the training ratings, the trained row, bit for bit. Where the
/// model predicts probabilities it minimizes the logistic loss; where it orders items every rating is a choice, which the product of
/// factors is to be 1 for. Holds a workspace: one object for each thread; nothing is allocated once it has met its longest row.
/// </summary>
/// <remarks>
/// The logistic loss 2 softplus(s) - 2 r s of a score s lies below the parabola (z - s)^2 / 4 + constant with z = s0 + 4 (r - p(s0)), and
/// touches it at s0: p' is at most 1/4 (Boehning and Lindsay 1988). So least squares against z, with four times the ridge, lowers the
/// loss, and repeated from there it converges to the minimum.
/// </remarks>
public sealed class UserFoldIn : IDisposable
{
    /// <summary>Parabolas that bound the logistic loss, one after the other, until what more of them would change is below 1 %.</summary>
    private const int LogisticSteps = 16;

    private readonly MfModel _model;
    private readonly ExactRowSolver _solver;
    private readonly GlobalGramian? _all;
    private readonly bool _ownsSums;
    private int[] _indexes = new int[256];
    private float[] _ratings = new float[256];
    private float[] _targets = [];
    private bool _disposed;

    /// <summary>
    /// Prepares fold-in for a model, which must outlive this object. Where the model's objective counts missing ratings this sums over all
    /// items, k^2 operations for each.
    /// </summary>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is null.</exception>
    public UserFoldIn(MfModel model)
        : this(model, SumsOf(model)) => _ownsSums = true;

    /// <summary>The same with what <see cref="SumsOf"/> gives, which others share and which must outlive this object.</summary>
    internal UserFoldIn(MfModel model, GlobalGramian? all)
    {
        _model = model;
        RowObjective objective = model.Info.Objective;
        if (model.Predicts == PredictionKind.Probability)
        {
            RowRegularization ridge = objective.Regularization;
            objective = objective with { Regularization = ridge with { Factors = 4 * ridge.Factors, Bias = 4 * ridge.Bias } };
        }

        bool withBias = model.Info.UsesBiases && model.Predicts != PredictionKind.Preference;
        _solver = ExactRowSolver.Create(KernelSet.Best, model.Rank, withBias, objective);
        _all = all;
    }

    /// <summary>Solves a user's row.</summary>
    /// <param name="items">The rated items; for one that occurs twice both ratings count.</param>
    /// <param name="ratings">The ratings, one for each item: finite, 0 or more of implicit feedback, from 0 to 1 for probabilities.</param>
    /// <param name="factors">The user's factors with padding, overwritten: rank rounded up to a multiple of 16 floats.</param>
    /// <returns>The user's bias; it and the factors are 0 when there are no ratings.</returns>
    /// <exception cref="ArgumentException">A length is wrong, or a rating is outside its range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An item is not of this model.</exception>
    /// <exception cref="FoldInException">The equations cannot be solved.</exception>
    /// <exception cref="ObjectDisposedException">The model or this object has been disposed of.</exception>
    public float Solve(ReadOnlySpan<ItemIndex> items, ReadOnlySpan<float> ratings, Span<float> factors)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ReadOnlySpan<int> indexes = MemoryMarshal.Cast<ItemIndex, int>(items);
        if (ratings.Length != items.Length || factors.Length != _model.ItemFactors.Stride)
        {
            throw new ArgumentException(
                $"Got {items.Length} items, {ratings.Length} ratings and {factors.Length} factors; "
                + $"ratings must be as many as items, factors {_model.ItemFactors.Stride}.",
                ratings.Length != items.Length ? nameof(ratings) : nameof(factors));
        }

        bool isProbability = _model.Predicts == PredictionKind.Probability;
        float smallest = isProbability || _model.Info.Objective.Kind == ObjectiveKind.Implicit ? 0 : float.MinValue;
        float largest = isProbability ? 1 : float.MaxValue;
        for (int i = 0; i < indexes.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)indexes[i], (uint)_model.ItemFactors.RowCount, nameof(items));
            if (!(ratings[i] >= smallest && ratings[i] <= largest))
            {
                throw new ArgumentException(
                    $"Rating {i} is {ratings[i]}; ratings must be finite, of implicit feedback 0 or more, "
                    + "and from 0 to 1 where the model predicts probabilities.",
                    nameof(ratings));
            }
        }

        factors.Clear();
        if (indexes.IsEmpty)
        {
            return 0;
        }

        Order(ref indexes, ref ratings);
        return _model.Predicts switch
        {
            PredictionKind.Rating => SolveSquares(indexes, ratings, factors),
            PredictionKind.Probability => SolveLogistic(indexes, ratings, factors),
            _ => SolveChoices(indexes, factors),
        };
    }

    /// <summary>Gives the workspace back.</summary>
    public void Dispose()
    {
        _disposed = true;
        _solver.Dispose();
        if (_ownsSums)
        {
            _all?.Dispose();
        }
    }

    private float SolveSquares(ReadOnlySpan<int> indexes, ReadOnlySpan<float> targets, Span<float> factors)
    {
        float bias = 0;
        BatchOutcome outcome = _solver.Solve(
            new FixedSide(_model.ItemFactors.View, _model.ItemBiases, _model.Mean, _all),
            new RowBatch([0, indexes.Length], indexes, targets, new FactorView(factors, 1, _model.Rank), new Span<float>(ref bias)));
        GC.KeepAlive(_model);
        if (outcome.FailedMinor != 0)
        {
            throw new FoldInException(indexes.Length, outcome.FailedMinor);
        }

        bool isFinite = float.IsFinite(bias) && TensorPrimitives.IsFiniteAll<float>(factors);
        return isFinite ? bias : throw new FoldInException(indexes.Length, 0);
    }

    /// <summary>The user's own part of the order is sought, so that the items' biases, their popularity, are added to the target.</summary>
    private float SolveChoices(ReadOnlySpan<int> indexes, Span<float> factors)
    {
        Span<float> targets = Targets(indexes.Length);
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = 1 + _model.Mean + _model.ItemBiases[indexes[i]];
        }

        return SolveSquares(indexes, targets, factors);
    }

    private Span<float> Targets(int count)
    {
        if (_targets.Length < count)
        {
            _targets = new float[Math.Max(count, 2 * _targets.Length)];
        }

        return _targets.AsSpan(0, count);
    }

    private float SolveLogistic(ReadOnlySpan<int> indexes, ReadOnlySpan<float> ratings, Span<float> factors)
    {
        Span<float> targets = Targets(indexes.Length);
        float bias = 0;
        for (int step = 0; step < LogisticSteps; step++)
        {
            for (int i = 0; i < targets.Length; i++)
            {
                int item = indexes[i];
                float product = KernelSet.Best.Dot(factors, _model.ItemFactors.View.PaddedRow(item));
                float score = _model.Mean + bias + _model.ItemBiases[item] + product;
                targets[i] = score + 4 * (ratings[i] - (float)PortableMath.Logistic(score));
            }

            bias = SolveSquares(indexes, targets, factors);
        }

        return bias;
    }

    /// <summary>What all items contribute where the model's objective counts missing ratings; null where it does not.</summary>
    internal static GlobalGramian? SumsOf(MfModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!model.Info.Objective.CountsMissing)
        {
            return null;
        }

        ReadOnlySpan<int> counts = model.ItemRatingCounts;
        int[] rated = ArrayPool<int>.Shared.Rent(counts.Length);
        int count = 0;
        for (int item = 0; item < counts.Length; item++)
        {
            if (counts[item] > 0)
            {
                rated[count++] = item;
            }
        }

        GlobalGramian all = GlobalGramian.Of(
            KernelSet.Best, model.ItemFactors, model.ItemBiases, model.Mean, rated.AsMemory(0, count), model.Info.Objective, 1);
        ArrayPool<int>.Shared.Return(rated);
        GC.KeepAlive(model);
        return all;
    }

    /// <summary>Training has the items in ascending order, and sums depend on the order in their last bits.</summary>
    private void Order(ref ReadOnlySpan<int> indexes, ref ReadOnlySpan<float> ratings)
    {
        for (int i = 1; i < indexes.Length; i++)
        {
            if (indexes[i] < indexes[i - 1])
            {
                Sort(ref indexes, ref ratings);
                return;
            }
        }
    }

    private void Sort(ref ReadOnlySpan<int> indexes, ref ReadOnlySpan<float> ratings)
    {
        if (_indexes.Length < indexes.Length)
        {
            _indexes = new int[Math.Max(indexes.Length, 2 * _indexes.Length)];
            _ratings = new float[_indexes.Length];
        }

        Span<int> sorted = _indexes.AsSpan(0, indexes.Length);
        Span<float> values = _ratings.AsSpan(0, indexes.Length);
        indexes.CopyTo(sorted);
        ratings.CopyTo(values);
        sorted.Sort(values);
        indexes = sorted;
        ratings = values;
    }
}
