namespace FastMf.Tests.Training;

/// <summary>Ratings of either kind and a rank to learn them with.</summary>
public sealed record RankedCase(
    [Between(1, 40)] int Users,
    [Between(1, 30)] int Items,
    [Between(1, 1200, Usually = 400)] int Ratings,
    bool HeavyTailed,
    [Between(1, 40)] int Rank,
    int Seed)
    : RatingCase(Users, Items, Ratings, HeavyTailed, Seed);
