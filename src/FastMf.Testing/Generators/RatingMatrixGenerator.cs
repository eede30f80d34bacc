using FastMf.Data;
using FastMf.Numerics;

namespace FastMf.Testing.Generators;

/// <summary>Random small rating matrices with what breaks trainers: empty rows and columns, single ratings, heavy rows.</summary>
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
        double density = random.NextDouble();
        var ratings = new List<Rating>();
        for (int user = 0; user < users; user++)
        {
            // A third of the users are silent, a few rate everything.
            double activity = random.NextInt32(9) switch { 0 or 1 or 2 => 0, 3 => 1, _ => density };
            for (int item = 0; item < items; item++)
            {
                if (random.NextDouble() < activity)
                {
                    ratings.Add(new Rating(user, item, 0.5f * (1 + random.NextInt32(10))));
                }
            }
        }

        if (ratings.Count == 0)
        {
            ratings.Add(new Rating(random.NextInt32(users), random.NextInt32(items), 3.5f));
        }

        return RatingMatrix.Create(IdMap.Range(users), IdMap.Range(items), ratings.ToArray());
    }
}
