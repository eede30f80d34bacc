using FastMf.Data;
using FastMf.Model;

namespace FastMf.Evaluation.Ranking;

/// <summary>What each user of a model has rated in training, in the indexes of the model.</summary>
internal sealed class TrainingItems
{
    private readonly RatingMatrix _ratings;
    private readonly int[] _itemOf;
    private readonly int[] _rowOfUser;

    public TrainingItems(MfModel model, RatingMatrix ratings)
    {
        _ratings = ratings;
        _itemOf = ratings.Items.IndexesIn(model.Items);
        _rowOfUser = new int[model.Users.Count];
        Array.Fill(_rowOfUser, -1);

        // Looked up in the model, not the other way round: text "007" is the integer 7 of a model, but 7 does not find "007".
        int[] userOf = ratings.Users.IndexesIn(model.Users);
        for (int row = 0; row < userOf.Length; row++)
        {
            if (userOf[row] >= 0)
            {
                _rowOfUser[userOf[row]] = row;
            }
        }
    }

    /// <summary>The items that a user of the model has rated and the model knows, ascending.</summary>
    public int[] Of(int user)
    {
        int row = _rowOfUser[user];
        if (row < 0)
        {
            return [];
        }

        var items = new List<int>(_ratings.ByUser.RowLength(row));
        foreach (int column in _ratings.ByUser.Row(row).Indexes)
        {
            if (_itemOf[column] >= 0)
            {
                items.Add(_itemOf[column]);
            }
        }

        // Two maps of one kind have one order; numbers kept as text on one side have not.
        items.Sort();
        return [.. items];
    }
}
