using FastMf.Data;
using FastMf.Numerics;

namespace FastMf.Testing.Generators;

/// <summary>
/// Random small rating matrices with what breaks trainers: empty rows and columns, single ratings, heavy rows, heavy tails, pairs that
/// repeat.
/// </summary>
public static class RatingMatrixGenerator
{
    /// <summary>
    /// A matrix of 1 to <paramref name="maximumUsers"/> users and 1 to <paramref name="maximumItems"/> items with at least one rating,
    /// half stars from 0.5 to 5.
    /// </summary>
    public static RatingMatrix Generate(SeededRandom random, int maximumUsers = 40, int maximumItems = 30)
    {
        ArgumentNullException.ThrowIfNull(random);
        int users = 1 + random.NextInt32(maximumUsers);
        int items = 1 + random.NextInt32(maximumItems);
        return Uneven(random, users, items, density: random.NextDouble());
    }

    /// <summary>
    /// A matrix of users of every kind, a third of them silent and a few who rate everything: at least one rating, half stars from 0.5
    /// to 5.
    /// </summary>
    /// <param name="random">The source.</param>
    /// <param name="users">The number of users.</param>
    /// <param name="items">The number of items.</param>
    /// <param name="density">The share of the items that any other user rates, from 0 to 1.</param>
    public static RatingMatrix Uneven(SeededRandom random, int users, int items, double density)
    {
        ArgumentNullException.ThrowIfNull(random);
        var ratings = new List<Rating>();
        for (int user = 0; user < users; user++)
        {
            // A third of the users are silent, a few rate everything.
            double activity = random.NextInt32(9) switch { 0 or 1 or 2 => 0, 3 => 1, _ => density };
            for (int item = 0; item < items; item++)
            {
                if (random.NextDouble() < activity)
                {
                    ratings.Add(new Rating(user, item, HalfStars(random)));
                }
            }
        }

        if (ratings.Count == 0)
        {
            ratings.Add(new Rating(random.NextInt32(users), random.NextInt32(items), 3.5f));
        }

        return RatingMatrix.Create(IdMap.Range(users), IdMap.Range(items), ratings.ToArray());
    }

    /// <summary>
    /// A matrix in which a few users give and a few items get most of the ratings, as in real data: at least one rating, half stars from
    /// 0.5 to 5.
    /// </summary>
    /// <param name="random">The source.</param>
    /// <param name="users">The number of users.</param>
    /// <param name="items">The number of items.</param>
    /// <param name="count">Ratings drawn, at least 1; pairs that repeat are merged, so that fewer may remain.</param>
    public static RatingMatrix HeavyTailed(SeededRandom random, int users, int items, int count) =>
        RatingMatrix.Create(IdMap.Range(users), IdMap.Range(items), Triples(random, users, items, count));

    /// <summary>
    /// Ratings in random order in which pairs repeat, with other values: popular users and items, of low index, meet again and again.
    /// </summary>
    /// <inheritdoc cref="HeavyTailed"/>
    public static Rating[] Triples(SeededRandom random, int users, int items, int count)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return
        [
            .. Enumerable.Range(0, count)
                .Select(_ => new Rating(HeavyIndex(random, users), HeavyIndex(random, items), HalfStars(random))),
        ];
    }

    /// <summary>The cube of a uniform number: a tenth of the indexes get nearly half of the draws.</summary>
    private static int HeavyIndex(SeededRandom random, int bound)
    {
        double uniform = random.NextDouble();
        return (int)(bound * uniform * uniform * uniform);
    }

    private static float HalfStars(SeededRandom random) => 0.5f * (1 + random.NextInt32(10));
}
