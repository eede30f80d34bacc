using FastMf.Data;
using FastMf.Model;

namespace FastMf.Recommending;

/// <summary>What each user has rated, in the indexes of a model: items ascending, ready to be merged with a scan over all items.</summary>
internal sealed class RatedItems
{
    private readonly RatingMatrix _ratings;
    private readonly int[] _rowOfUser;
    private readonly int[] _offsets;
    private readonly int[] _items;
    private readonly float[] _values;

    public RatedItems(MfModel model, RatingMatrix ratings)
    {
        _ratings = ratings;
        _rowOfUser = RowOfUser(model, ratings.Users);
        int[] itemOf = ratings.Items.IndexesIn(model.Items);
        _offsets = new int[ratings.Users.Count + 1];
        _items = new int[ratings.Count];
        _values = new float[ratings.Count];
        int next = 0;
        for (int row = 0; row < ratings.Users.Count; row++)
        {
            int start = next;
            RatingRow rated = ratings.ByUser.Row(row);
            for (int i = 0; i < rated.Count; i++)
            {
                if (itemOf[rated.Indexes[i]] >= 0)
                {
                    _items[next] = itemOf[rated.Indexes[i]];
                    _values[next++] = rated.Values[i];
                }
            }

            // Two maps of one kind have one order; numbers kept as text on one side have not.
            if (ratings.Items.Kind != model.Items.Kind)
            {
                Array.Sort(_items, _values, start, next - start);
            }

            _offsets[row + 1] = next;
        }
    }

    /// <summary>The rated items of a user of the model.</summary>
    public RatingRow Of(UserIndex user) => Row(_rowOfUser[user.Value]);

    /// <summary>The rated items of any user in the ratings, whether the model knows him or not; of the items only those it knows.</summary>
    public RatingRow Of(ReadOnlySpan<char> userId) => Row(_ratings.Users.TryGetIndex(userId, out int row) ? row : -1);

    /// <summary>
    /// The row of each user of the model, or -1. The ratings' ids are looked up in the model, not the other way round: text "007" is
    /// the integer 7 of a model, but 7 does not find "007".
    /// </summary>
    private static int[] RowOfUser(MfModel model, IdMap ratingUsers)
    {
        int[] rowOfUser = new int[model.Users.Count];
        Array.Fill(rowOfUser, -1);
        int[] userOf = ratingUsers.IndexesIn(model.Users);
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
        return new RatingRow(_items.AsSpan(_offsets[row], length), _values.AsSpan(_offsets[row], length));
    }
}
