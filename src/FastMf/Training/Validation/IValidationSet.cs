using FastMf.Data;
using FastMf.Model;

namespace FastMf.Training.Validation;

/// <summary>What epochs are measured against.</summary>
internal interface IValidationSet
{
    /// <summary>
    /// Pieces of work that the users are cut into; sums are added piece by piece, so that the number of workers does not show.
    /// </summary>
    const int Pieces = 64;

    /// <summary>The root mean squared error of predictions; the same bits for every number of workers.</summary>
    double Rmse(ModelParameters parameters, int workers, CancellationToken cancellation);
}

/// <summary>The users and items that training knows, with the ratings it has of each; those without are unknown.</summary>
internal sealed record LearnedIds(IdMap Users, int[] UserCounts, IdMap Items, int[] ItemCounts)
{
    /// <summary>The row of every user of other ratings, or -1.</summary>
    public int[] RowsOfUsers(RatingMatrix ratings) => KnownRows.Of(ratings.Users, Users, UserCounts);

    /// <summary>The row of every item of other ratings, or -1.</summary>
    public int[] RowsOfItems(RatingMatrix ratings) => KnownRows.Of(ratings.Items, Items, ItemCounts);
}
