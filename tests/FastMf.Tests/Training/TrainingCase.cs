using FastMf.Model;
using FastMf.Training;

namespace FastMf.Tests.Training;

/// <summary>Ratings, and what alternating least squares makes of them.</summary>
public record TrainingCase(
    [Between(1, 40)] int Users,
    [Between(1, 30)] int Items,
    [Between(1, 1200, Usually = 400)] int Ratings,
    [Between(1, 20)] int Rank,
    ObjectiveKind Objective,
    bool UseBiases,
    bool NonNegative,
    int Seed)
    : RatingCase(Users, Items, Ratings, HeavyTailed: false, Seed)
{
    public AlsOptions Options => new() { Rank = Rank, Epochs = 2, Objective = Objective, UseBiases = UseBiases, NonNegative = NonNegative };
}
