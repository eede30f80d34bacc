using FastMf.Data;
using FastMf.Model;

namespace FastMf.Training.Sgd;

/// <summary>New ratings, numbered by the users and items of a model and their own.</summary>
internal static class IncrementalRatings
{
    /// <summary>The ratings of <paramref name="train"/> over all users and items of both.</summary>
    /// <exception cref="ArgumentException">The ids of the two are of different kinds.</exception>
    public static RatingMatrix Over(MfModel model, RatingMatrix train)
    {
        RequireSameKind(model.Users, train.Users, "users", nameof(train));
        RequireSameKind(model.Items, train.Items, "items", nameof(train));
        IdMap users = Union(model.Users, train.Users);
        IdMap items = Union(model.Items, train.Items);
        int[] userOf = train.Users.IndexesIn(users);
        int[] itemOf = train.Items.IndexesIn(items);
        var ratings = new Rating[train.Count];
        for (int user = 0, next = 0; user < userOf.Length; user++)
        {
            RatingRow row = train.ByUser.Row(user);
            for (int i = 0; i < row.Count; i++)
            {
                ratings[next++] = new Rating(userOf[user], itemOf[row.Indexes[i]], row.Values[i]);
            }
        }

        return RatingMatrix.Create(users, items, ratings);
    }

    private static void RequireSameKind(IdMap model, IdMap train, string what, string parameterName)
    {
        if (model.Kind != train.Kind)
        {
            throw new ArgumentException(
                $"The {what} of the model have {model.Kind} ids, those of the ratings {train.Kind} ids; "
                + "read the ratings with ids of the same kind.",
                parameterName);
        }
    }

    private static IdMap Union(IdMap model, IdMap train) => model.Kind == IdKind.Number
        ? IdMap.FromIntegers([.. model.Integers, .. train.Integers])
        : IdMap.FromTexts([.. model.Texts, .. train.Texts]);
}
