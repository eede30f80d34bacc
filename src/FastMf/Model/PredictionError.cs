using FastMf.Data;
using FastMf.Threading;

namespace FastMf.Model;

/// <summary>
/// Sums the errors of predicted ratings over a set of ratings, in pieces of fixed size: the same bits for every thread count.
/// </summary>
internal static class PredictionError
{
    private const int UsersPerPiece = 256;

    /// <summary>
    /// The sums over <paramref name="ratings"/>, whose ids are looked up in the given maps; users and items without training ratings
    /// are unknown. What a prediction is held against is the objective's target of the rating. Scores are compared as they are, predicted
    /// ratings are held within the range of training ratings.
    /// </summary>
    public static ErrorSums Sum(
        ModelParameters parameters,
        IdMap users,
        ReadOnlySpan<int> userCounts,
        IdMap items,
        ReadOnlySpan<int> itemCounts,
        RatingMatrix ratings,
        RowObjective objective,
        int workers,
        bool ofScores = false,
        CancellationToken cancellation = default)
    {
        int[] userOf = KnownRows.Of(ratings.Users, users, userCounts);
        int[] itemOf = KnownRows.Of(ratings.Items, items, itemCounts);
        var pieces = new ErrorSums[(userOf.Length + UsersPerPiece - 1) / UsersPerPiece];
        WorkerTeam.Run(
            workers,
            pieces.Length,
            (_, piece) =>
            {
                int first = piece * UsersPerPiece;
                for (int user = first; user < Math.Min(first + UsersPerPiece, userOf.Length); user++)
                {
                    pieces[piece] += SumRow(parameters, userOf[user], itemOf, ratings.ByUser.Row(user), objective, ofScores);
                }
            },
            cancellation);
        return pieces.Aggregate(default(ErrorSums), (sum, piece) => sum + piece);
    }

    private static ErrorSums SumRow(
        ModelParameters parameters, int user, int[] itemOf, RatingRow row, in RowObjective objective, bool ofScores)
    {
        ErrorSums sums = default;
        for (int i = 0; i < row.Count; i++)
        {
            int item = itemOf[row.Indexes[i]];
            float predicted = ofScores ? parameters.Score(user, item) : parameters.Predict(user, item);
            double error = (double)objective.TargetOf(row.Values[i]) - predicted;
            sums += new ErrorSums(1, error * error, Math.Abs(error), user < 0 || item < 0 ? 1 : 0);
        }

        return sums;
    }
}
