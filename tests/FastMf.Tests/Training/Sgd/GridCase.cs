using FastMf.Training.Grid;

namespace FastMf.Tests.Training.Sgd;

/// <summary>Ratings, how they are cut into blocks, and a rank.</summary>
public sealed record GridCase(
    [Between(1, 80)] int Users,
    [Between(1, 60)] int Items,
    [Between(1, 4800, Usually = 2400)] int Ratings,
    bool HeavyTailed,
    [Between(1, 40)] int MaximumRows,
    [Between(1, 6)] int UsefulRanges,
    [Between(1, 100)] int Rank,
    int Seed)
    : RatingCase(Users, Items, Ratings, HeavyTailed, Seed)
{
    internal GridShape Shape => new(MaximumRows, UsefulRanges);
}
