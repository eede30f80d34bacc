using System.Runtime.InteropServices;
using FastMf.Kernels;
using FastMf.Model;
using FastMf.Solving;

namespace FastMf.Recommending;

/// <summary>
/// Computes the factors and the bias of a user from his ratings for the items as they are: the row solve of ALS, with the model's
/// regularization. Holds a workspace: one object for each thread; nothing is allocated once it has met its longest row.
/// </summary>
public sealed class UserFoldIn : IDisposable
{
    private readonly MfModel _model;
    private readonly RowSolver _solver;
    private bool _disposed;

    /// <summary>Prepares fold-in for a model, which must outlive this object.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is null.</exception>
    public UserFoldIn(MfModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _solver = new RowSolver(KernelSet.Best, model.Rank, model.Info.UsesBiases);
    }

    /// <summary>Solves a user's row.</summary>
    /// <param name="items">The rated items; for one that occurs twice both ratings count.</param>
    /// <param name="ratings">The ratings, finite, one for each item.</param>
    /// <param name="factors">The user's factors with padding, overwritten: rank rounded up to a multiple of 16 floats.</param>
    /// <returns>The user's bias; it and the factors are 0 when there are no ratings.</returns>
    /// <exception cref="ArgumentException">A length is wrong, or a rating is not finite.</exception>
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
                $"Got {items.Length} items, {ratings.Length} ratings and {factors.Length} factors; ratings must be as many as items, factors {_model.ItemFactors.Stride}.");
        }

        for (int i = 0; i < indexes.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)indexes[i], (uint)_model.ItemFactors.RowCount, nameof(items));
            if (!float.IsFinite(ratings[i]))
            {
                throw new ArgumentException($"Rating {i} is {ratings[i]}; ratings must be finite.", nameof(ratings));
            }
        }

        int failedMinor = _solver.Solve(
            _model.ItemFactors.View, _model.ItemBiases, _model.Mean, indexes, ratings, _model.Info.Regularization, factors, out RowSolution solution);
        GC.KeepAlive(_model);
        bool isFinite = float.IsFinite(solution.Bias) && !factors.ContainsAnyExceptInRange(float.MinValue, float.MaxValue);
        return failedMinor == 0 && isFinite ? solution.Bias : throw new FoldInException(items.Length, failedMinor);
    }

    /// <summary>Gives the workspace back.</summary>
    public void Dispose()
    {
        _disposed = true;
        _solver.Dispose();
    }
}
