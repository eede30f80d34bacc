using FastMf.Data;
using FastMf.Model;
using FastMf.Numerics;

namespace FastMf.Recommending;

/// <summary>What each user has rated, in the indexes of a model: items ascending, ready to be merged with a scan over all items.</summary>
internal sealed class RatedItems : IDisposable
{
    private readonly RatingMatrix _ratings;
    private readonly NativeList<int> _rowOfUser;
    private readonly NativeList<int> _offsets;
    private readonly NativeList<int> _items;
    private readonly NativeList<float> _values;

    public RatedItems(MfModel model, RatingMatrix ratings)
    {
        _ratings = ratings;
        _rowOfUser = RowOfUser(model, ratings.Users);
        using var itemOf = new NativeList<int>(ratings.Items.Count);
        ratings.Items.IndexesIn(model.Items, itemOf.Span);
        _offsets = new NativeList<int>(ratings.Users.Count + 1);
        _items = new NativeList<int>(ratings.Count);
        _values = new NativeList<float>(ratings.Count);
        Span<int> items = _items.Span;
        Span<float> values = _values.Span;
        int next = 0;
        for (int row = 0; row < ratings.Users.Count; row++)
        {
            int start = next;
            RatingRow rated = ratings.ByUser.Row(row);
            for (int i = 0; i < rated.Count; i++)
            {
                int item = itemOf[rated.Indexes[i]];
                if (item >= 0)
                {
                    items[next] = item;
                    values[next++] = rated.Values[i];
                }
            }

            // Two maps of one kind have one order; numbers kept as text on one side have not.
            if (ratings.Items.Kind != model.Items.Kind)
            {
                items[start..next].Sort(values[start..next]);
            }

            _offsets[row + 1] = next;
        }
    }

    /// <summary>The rated items of a user of the model.</summary>
    public RatingRow Of(UserIndex user) => Row(_rowOfUser[user.Value]);

    /// <summary>The rated items of any user in the ratings, known to the model or not; of the items only those it knows.</summary>
    public RatingRow Of(ReadOnlySpan<char> userId) => Row(_ratings.Users.TryGetIndex(userId, out int row) ? row : -1);

    public void Dispose()
    {
        _rowOfUser.Dispose();
        _offsets.Dispose();
        _items.Dispose();
        _values.Dispose();
    }

    /// <summary>
    /// The row of each user of the model, or -1. The ratings' ids are looked up in the model, not the other way round: text "007" is
    /// the integer 7 of a model, but 7 does not find "007".
    /// </summary>
    private static NativeList<int> RowOfUser(MfModel model, IdMap ratingUsers)
    {
        var rowOfUser = new NativeList<int>(model.Users.Count);
        rowOfUser.Span.Fill(-1);
        using var userOf = new NativeList<int>(ratingUsers.Count);
        ratingUsers.IndexesIn(model.Users, userOf.Span);
        for (int row = 0; row < userOf.Length; row++)
        {
            if (userOf[row] >= 0)
            {
                rowOfUser[userOf[row]] = row;
            }
        }

        return rowOfUser;
    }

    private RatingRow Row(int row)
    {
        if (row < 0)
        {
            return default;
        }

        int length = _offsets[row + 1] - _offsets[row];
        return new RatingRow(_items.Span.Slice(_offsets[row], length), _values.Span.Slice(_offsets[row], length));
    }
}
