using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastMf.Data;
using FastMf.Kernels;
using FastMf.Model;

namespace FastMf.Recommending;

/// <summary>
/// Top-N items for a user, and similar items, exactly: every item is scored. Lists are in descending order of score, of equal scores
/// the item with the smaller index first. Items without training ratings are in no list: nothing is known of them. Safe for any
/// number of threads; the methods that fill a span allocate nothing, but for the one that takes a user id.
/// </summary>
public sealed class Recommender
{
    /// <summary>Items scored before the best are picked: their scores stay in L1.</summary>
    private const int ItemsAtOnce = 512;

    private readonly MfModel _model;
    private readonly RatedItems? _rated;
    private readonly int[] _byPopularity;
    private readonly float[] _reciprocalNorms;

    /// <summary>Prepares recommending from a model, which must outlive this object.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rated">What users have rated, to be left out of their lists; its ids may differ from the model's. Null for none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is null.</exception>
    public Recommender(MfModel model, RatingMatrix? rated = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _rated = rated is null ? null : new RatedItems(model, rated);
        _byPopularity = [.. Enumerable.Range(0, model.Items.Count)];
        int[] counts = model.ItemRatingCounts.ToArray();
        Array.Sort(_byPopularity, (left, right) => counts[left] != counts[right] ? counts[right].CompareTo(counts[left]) : left.CompareTo(right));
        _reciprocalNorms = ReciprocalNorms(model);
    }

    /// <summary>The best items for a user, without those he has rated.</summary>
    /// <param name="user">The user.</param>
    /// <param name="destination">Filled from the start; its length is the length of the list asked for.</param>
    /// <param name="threshold">Only items whose score is above it are recommended.</param>
    /// <param name="includeRated">Whether items that he has rated are recommended too.</param>
    /// <returns>How many items were found; fewer than asked for when the rest is rated or not above the threshold.</returns>
    /// <exception cref="ArgumentException"><paramref name="threshold"/> is not a number.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is not of this model.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public int Recommend(
        UserIndex user, Span<ScoredItem> destination, float threshold = float.NegativeInfinity, bool includeRated = false)
    {
        RequireNumber(threshold, nameof(threshold));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)user.Value, (uint)_model.Users.Count, nameof(user));
        ReadOnlySpan<int> excluded = includeRated || _rated is null ? [] : _rated.Of(user).Indexes;
        return SelectBest(
            _model.UserFactors.View.PaddedRow(user.Value), _model.Mean + _model.UserBiases[user.Value], excluded, destination, threshold);
    }

    /// <summary>The best items for factors that are not in the model, as <see cref="UserFoldIn"/> computes them.</summary>
    /// <param name="factors">The user's factors with padding: rank rounded up to a multiple of 16 floats.</param>
    /// <param name="bias">The user's bias.</param>
    /// <param name="excluded">Items to leave out, ascending.</param>
    /// <param name="destination">Filled from the start; its length is the length of the list asked for.</param>
    /// <param name="threshold">Only items whose score is above it are recommended.</param>
    /// <returns>How many items were found.</returns>
    /// <exception cref="ArgumentException">
    /// A length is wrong, <paramref name="excluded"/> is not ascending, or <paramref name="bias"/> or <paramref name="threshold"/> is not
    /// a number.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public int Recommend(
        ReadOnlySpan<float> factors,
        float bias,
        ReadOnlySpan<ItemIndex> excluded,
        Span<ScoredItem> destination,
        float threshold = float.NegativeInfinity)
    {
        RequireNumber(threshold, nameof(threshold));
        RequireNumber(bias, nameof(bias));
        ReadOnlySpan<int> indexes = MemoryMarshal.Cast<ItemIndex, int>(excluded);
        for (int i = 1; i < indexes.Length; i++)
        {
            if (indexes[i] < indexes[i - 1])
            {
                throw new ArgumentException($"The excluded items must be ascending; {indexes[i]} follows {indexes[i - 1]}.", nameof(excluded));
            }
        }

        return SelectBest(factors, _model.Mean + bias, indexes, destination, threshold);
    }

    /// <summary>The best items for a user id that the model may not know; allocates.</summary>
    /// <param name="userId">The id.</param>
    /// <param name="destination">Filled from the start; its length is the length of the list asked for.</param>
    /// <param name="count">How many items were found.</param>
    /// <param name="threshold">Only items whose score is above it are recommended.</param>
    /// <param name="unknownUser">What to do when the model does not know the user.</param>
    /// <param name="includeRated">Whether items that he has rated are recommended too.</param>
    /// <returns>What the list rests on.</returns>
    /// <exception cref="ArgumentException"><paramref name="threshold"/> is not a number.</exception>
    /// <exception cref="FoldInException">The user was to be folded in and the equations cannot be solved.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public RecommendationBasis Recommend(
        ReadOnlySpan<char> userId,
        Span<ScoredItem> destination,
        out int count,
        float threshold = float.NegativeInfinity,
        UnknownUserPolicy unknownUser = UnknownUserPolicy.MostPopular,
        bool includeRated = false)
    {
        RequireNumber(threshold, nameof(threshold));
        if (_model.TryGetUser(userId, out UserIndex user))
        {
            count = Recommend(user, destination, threshold, includeRated);
            return RecommendationBasis.TrainedFactors;
        }

        RatingRow rated = _rated is null ? default : _rated.Of(userId);
        ReadOnlySpan<int> excluded = includeRated ? [] : rated.Indexes;
        if (unknownUser == UnknownUserPolicy.FoldIn && rated.Count > 0)
        {
            using var foldIn = new UserFoldIn(_model);
            float[] factors = new float[_model.ItemFactors.Stride];
            float bias = foldIn.Solve(MemoryMarshal.Cast<int, ItemIndex>(rated.Indexes), rated.Values, factors);
            count = SelectBest(factors, _model.Mean + bias, excluded, destination, threshold);
            return RecommendationBasis.FoldedInFactors;
        }

        count = SelectMostPopular(excluded, destination, threshold);
        return RecommendationBasis.Popularity;
    }

    /// <summary>The items most similar to an item, by the cosine of the angle between their factors; biases do not enter.</summary>
    /// <param name="item">The item; never in its own list.</param>
    /// <param name="destination">Filled from the start; its length is the length of the list asked for.</param>
    /// <returns>How many items were found: an item whose factors are all 0 is similar to none.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="item"/> is not of this model.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    [SkipLocalsInit]
    public int SimilarItems(ItemIndex item, Span<ScoredItem> destination)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)item.Value, (uint)_model.Items.Count, nameof(item));
        FactorView items = _model.ItemFactors.View;
        var selection = new TopSelection(destination, float.NegativeInfinity);
        Span<float> buffer = stackalloc float[ItemsAtOnce];
        float reciprocal = _reciprocalNorms[item.Value];
        for (int first = 0; first < _model.Items.Count && reciprocal > 0; first += ItemsAtOnce)
        {
            Span<float> scores = buffer[..Math.Min(ItemsAtOnce, _model.Items.Count - first)];
            KernelSet.Best.DotRows(items, first, items.PaddedRow(item.Value), scores);
            for (int i = 0; i < scores.Length; i++)
            {
                if (first + i != item.Value && _reciprocalNorms[first + i] > 0)
                {
                    selection.Offer(first + i, scores[i] * reciprocal * _reciprocalNorms[first + i]);
                }
            }
        }

        GC.KeepAlive(_model);
        return selection.Finish();
    }

    [SkipLocalsInit]
    private int SelectBest(
        ReadOnlySpan<float> factors, float constant, ReadOnlySpan<int> excluded, Span<ScoredItem> destination, float threshold)
    {
        FactorView items = _model.ItemFactors.View;
        ReadOnlySpan<float> biases = _model.ItemBiases;
        ReadOnlySpan<int> counts = _model.ItemRatingCounts;
        var selection = new TopSelection(destination, threshold);
        Span<float> buffer = stackalloc float[ItemsAtOnce];
        int nextExcluded = 0;
        for (int first = 0; first < biases.Length; first += ItemsAtOnce)
        {
            Span<float> scores = buffer[..Math.Min(ItemsAtOnce, biases.Length - first)];
            KernelSet.Best.DotRows(items, first, factors, scores);
            for (int i = 0; i < scores.Length; i++)
            {
                float score = constant + biases[first + i] + scores[i];
                if (score > selection.Bar && counts[first + i] > 0 && !IsExcluded(excluded, ref nextExcluded, first + i))
                {
                    selection.Offer(first + i, score);
                }
            }
        }

        GC.KeepAlive(_model);
        return selection.Finish();
    }

    private int SelectMostPopular(ReadOnlySpan<int> excluded, Span<ScoredItem> destination, float threshold)
    {
        float[] biases = _model.Parameters.ItemBiases;
        int count = 0;
        foreach (int item in _byPopularity)
        {
            float score = _model.Mean + biases[item];
            if (count < destination.Length && score > threshold && _model.ItemRatingCounts[item] > 0 && excluded.BinarySearch(item) < 0)
            {
                destination[count++] = new ScoredItem(new ItemIndex(item), score);
            }
        }

        return count;
    }

    /// <summary>Whether <paramref name="item"/> is in the ascending list; asked for ascending items, it walks the list once.</summary>
    private static bool IsExcluded(ReadOnlySpan<int> excluded, ref int next, int item)
    {
        while (next < excluded.Length && excluded[next] < item)
        {
            next++;
        }

        return next < excluded.Length && excluded[next] == item;
    }

    private static void RequireNumber(float value, string name)
    {
        if (float.IsNaN(value))
        {
            throw new ArgumentException("A number is needed, not NaN.", name);
        }
    }

    /// <summary>1 / |q| for each item, 0 where the norm is 0 or too small to be inverted.</summary>
    private static float[] ReciprocalNorms(MfModel model)
    {
        float[] reciprocals = new float[model.Items.Count];
        for (int item = 0; item < reciprocals.Length; item++)
        {
            double squares = 0;
            foreach (float value in model.ItemFactors.Row(item))
            {
                squares += (double)value * value;
            }

            double reciprocal = 1 / Math.Sqrt(squares);
            reciprocals[item] = reciprocal <= float.MaxValue ? (float)reciprocal : 0;
        }

        return reciprocals;
    }
}
