using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using FastMf.Threading;

namespace FastMf.Evaluation.Generation;

/// <summary>
/// What <see cref="RatingGenerator"/> makes: a shape (how many users, items and ratings, how unevenly spread) and the model behind
/// the values.
/// </summary>
/// <remarks>
/// <para>The value of user u for item i is round(x + e) with x = m + b_u + b_i + p_u . q_i: m is <see cref="Mean"/>, b_u is normal
/// with <see cref="UserBiasDeviation"/>, b_i with <see cref="ItemBiasDeviation"/> and correlated with popularity, p_u and q_i have
/// <see cref="PlantedRank"/> independent normal components such that p_u . q_i has <see cref="InteractionDeviation"/>, and the noise
/// e is normal with <see cref="NoiseDeviation"/>. Factor f carries a share of the interaction's variance proportional to 1 / f, so
/// that, as in real data, the first few factors explain much and the last ones little. Rounding goes to the nearest of
/// <see cref="MinimumRating"/>, <see cref="MinimumRating"/> + <see cref="RatingStep"/>, ..., <see cref="MaximumRating"/>.</para>
/// <para>User number r by activity, from 0, gives a number of ratings of about l + s ((r + c)^-a - (n + c)^-a): l is
/// <see cref="MinimumRatingsPerUser"/>, a is <see cref="ActivityExponent"/>, n the number of users, s follows from
/// <see cref="Ratings"/> and c from <see cref="TopUserShare"/>. A user's items are distinct and drawn one after the other with
/// probabilities of the same form, by <see cref="PopularityExponent"/> and <see cref="TopItemShare"/>; every item gets at least one
/// rating where <see cref="Ratings"/> allows it. Which user is active and which item popular is random.</para>
/// <para>The defaults resemble MovieLens 25M in the quartiles, mean and extremes of activity and popularity, and in the mean (3.5)
/// and the standard deviation (1.05) of the values.</para>
/// </remarks>
public sealed record GeneratorOptions
{
    /// <summary>The shape of MovieLens 100K: 943 users, 1,682 items, 100,000 ratings.</summary>
    /// <remarks>Values are half stars, where the original has whole ones.</remarks>
    public static GeneratorOptions MovieLens100K { get; } = new()
    {
        Users = 943,
        Items = 1_682,
        Ratings = 100_000,
        ActivityExponent = 0.35,
        TopUserShare = 0.44,
        PopularityExponent = 1.3,
        TopItemShare = 0.6,
    };

    /// <summary>The shape of MovieLens 1M: 6,040 users, 3,706 items, 1,000,209 ratings.</summary>
    /// <remarks>Values are half stars, where the original has whole ones.</remarks>
    public static GeneratorOptions MovieLens1M { get; } = new()
    {
        Users = 6_040,
        Items = 3_706,
        Ratings = 1_000_209,
        ActivityExponent = 0.35,
        TopUserShare = 0.62,
        PopularityExponent = 1,
        TopItemShare = 0.53,
    };

    /// <summary>The shape of MovieLens 25M: 162,541 users, 59,047 items, 25,000,095 ratings.</summary>
    public static GeneratorOptions MovieLens25M { get; } =
        new() { Users = 162_541, Items = 59_047, Ratings = 25_000_095 };

    /// <summary>The number of users, at least 1; each has at least one rating.</summary>
    public required int Users { get; init; }

    /// <summary>The number of items, at least 1.</summary>
    public required int Items { get; init; }

    /// <summary>The number of ratings, training and test together: at least one for each user, at most one for each pair.</summary>
    public required int Ratings { get; init; }

    /// <summary>Any number; the same options with the same seed give the same bits.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The number of planted factors, 0 to 1024; 0 plants biases alone.</summary>
    public int PlantedRank { get; init; } = 10;

    /// <summary>m, the mean of the planted values over all ratings, in rating units. Clipping moves that of the ratings slightly.</summary>
    public double Mean { get; init; } = 3.6;

    /// <summary>The standard deviation of user biases, in rating units, 0 or more.</summary>
    public double UserBiasDeviation { get; init; } = 0.38;

    /// <summary>The standard deviation of item biases, in rating units, 0 or more.</summary>
    public double ItemBiasDeviation { get; init; } = 0.44;

    /// <summary>The standard deviation of p_u . q_i, what factors explain beyond biases, in rating units, 0 or more.</summary>
    public double InteractionDeviation { get; init; } = 0.55;

    /// <summary>The standard deviation of the noise before rounding, in rating units, 0 or more.</summary>
    public double NoiseDeviation { get; init; } = 0.82;

    /// <summary>
    /// The correlation, over items, of the bias with the normal score of popularity, -1 to 1: popular items are better liked.
    /// </summary>
    public double PopularityCorrelation { get; init; } = 0.3;

    /// <summary>The lowest rating.</summary>
    public double MinimumRating { get; init; } = 0.5;

    /// <summary>The highest rating, a whole number of steps, 1 to 65,535, above the lowest.</summary>
    public double MaximumRating { get; init; } = 5;

    /// <summary>The distance between neighbouring ratings, above 0; half a star.</summary>
    public double RatingStep { get; init; } = 0.5;

    /// <summary>
    /// l, the fewest ratings of a user, at least 1; where <see cref="Ratings"/> does not suffice for that, 1 takes its place.
    /// </summary>
    public int MinimumRatingsPerUser { get; init; } = 20;

    /// <summary>The power law's exponent of activity by rank, 0.01 to 10.</summary>
    public double ActivityExponent { get; init; } = 0.55;

    /// <summary>The share of all items that the most active user has rated, about; above 0 to 1.</summary>
    public double TopUserShare { get; init; } = 0.55;

    /// <summary>The power law's exponent of popularity by rank, 0.01 to 10.</summary>
    public double PopularityExponent { get; init; } = 2.6;

    /// <summary>The share of all users who have rated the most popular item, about; above 0 to below 1.</summary>
    public double TopItemShare { get; init; } = 0.465;

    /// <summary>The probability with which a rating goes to the test set, 0 to below 1; at 0 there is no test set.</summary>
    public double TestFraction { get; init; }

    /// <summary>1 to 1024, or 0 for one per processor. The result does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Finds a shape by name: <c>ml-100k</c>, <c>ml-1m</c> or <c>ml-25m</c>, in upper or lower case.</summary>
    /// <param name="name">The name; null is no shape.</param>
    /// <param name="options">The shape with default values for everything else.</param>
    /// <returns>Whether there is a shape of that name.</returns>
    public static bool TryParseShape(string? name, [NotNullWhen(true)] out GeneratorOptions? options)
    {
        options = name?.ToLowerInvariant() switch
        {
            "ml-100k" => MovieLens100K,
            "ml-1m" => MovieLens1M,
            "ml-25m" => MovieLens25M,
            _ => null,
        };
        return options is not null;
    }

    /// <summary>Checks everything once, so that no later step has to.</summary>
    /// <exception cref="ArgumentException">An option is out of range or two contradict each other; the message says what to do.</exception>
    internal void Validate()
    {
        Require(Users >= 1, nameof(Users), Users, "at least 1");
        Require(Items >= 1, nameof(Items), Items, "at least 1");
        RequireThatRatingsFit();
        Require(PlantedRank is >= 0 and <= 1024, nameof(PlantedRank), PlantedRank, "0 to 1024");
        Require(
            (long)PlantedRank * Math.Max(Users, Items) <= Array.MaxLength,
            nameof(PlantedRank),
            PlantedRank,
            $"at most {Array.MaxLength / Math.Max(Users, Items)} for {Math.Max(Users, Items)} users or items");
        Require(double.IsFinite(Mean), nameof(Mean), Mean, "a finite number");
        RequireDeviation(UserBiasDeviation, nameof(UserBiasDeviation));
        RequireDeviation(ItemBiasDeviation, nameof(ItemBiasDeviation));
        RequireDeviation(InteractionDeviation, nameof(InteractionDeviation));
        RequireDeviation(NoiseDeviation, nameof(NoiseDeviation));
        Require(Math.Abs(PopularityCorrelation) <= 1, nameof(PopularityCorrelation), PopularityCorrelation, "-1 to 1");
        RequireScale();
        Require(MinimumRatingsPerUser >= 1, nameof(MinimumRatingsPerUser), MinimumRatingsPerUser, "at least 1");
        Require(ActivityExponent is >= 0.01 and <= 10, nameof(ActivityExponent), ActivityExponent, "0.01 to 10");
        Require(TopUserShare is > 0 and <= 1, nameof(TopUserShare), TopUserShare, "above 0, at most 1");
        Require(PopularityExponent is >= 0.01 and <= 10, nameof(PopularityExponent), PopularityExponent, "0.01 to 10");
        Require(TopItemShare is > 0 and < 1, nameof(TopItemShare), TopItemShare, "above 0, below 1");
        Require(TestFraction is >= 0 and < 1, nameof(TestFraction), TestFraction, "0 to below 1, such as 0.1 for a tenth");
        WorkerTeam.Validate(Threads, nameof(Threads));
    }

    private void RequireThatRatingsFit()
    {
        if (Ratings < Users)
        {
            throw new ArgumentOutOfRangeException(
                nameof(Ratings), Ratings, $"{Users} users need at least one rating each; ask for more ratings or for fewer users.");
        }

        if (Ratings > (long)Users * Items)
        {
            throw new ArgumentOutOfRangeException(
                nameof(Ratings),
                Ratings,
                $"{Users} users and {Items} items make {(long)Users * Items} pairs, and each is rated at most once; "
                + "ask for fewer ratings, or for more users or items.");
        }

        Require(Ratings <= Array.MaxLength, nameof(Ratings), Ratings, $"at most {Array.MaxLength}");
    }

    private void RequireScale()
    {
        Require(double.IsFinite(MinimumRating), nameof(MinimumRating), MinimumRating, "a finite number");
        Require(MaximumRating > MinimumRating
            && double.IsFinite(MaximumRating), nameof(MaximumRating), MaximumRating, "finite and above the lowest");
        double steps = (MaximumRating - MinimumRating) / RatingStep;
        Require(
            RatingStep > 0 && steps <= 65535.5 && Math.Abs(steps - Math.Floor(steps + 0.5)) < 1e-6,
            nameof(RatingStep),
            RatingStep,
            $"above 0 and fit a whole number of times, at most 65535, between {Text(MinimumRating)} and {Text(MaximumRating)}");
    }

    private static void RequireDeviation(double value, string name) =>
        Require(value >= 0 && double.IsFinite(value), name, value, "0 or more, and finite");

    private static void Require(bool valid, string name, object value, string requirement)
    {
        if (!valid)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {requirement}.");
        }
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
