using FastMf.Data;

namespace FastMf.Testing.Checks;

/// <summary>The ratings of a matrix as triples.</summary>
internal static class Triples
{
    public static Rating[] Of(RatingMatrix ratings)
    {
        var triples = new List<Rating>(ratings.Count);
        for (int user = 0; user < ratings.Users.Count; user++)
        {
            RatingRow row = ratings.ByUser.Row(user);
            for (int i = 0; i < row.Count; i++)
            {
                triples.Add(new Rating(user, row.Indexes[i], row.Values[i]));
            }
        }

        return [.. triples];
    }
}
