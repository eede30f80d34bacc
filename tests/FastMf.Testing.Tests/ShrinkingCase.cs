namespace FastMf.Testing.Tests;

/// <summary>A case with a parameter of every kind; three users and rank five are too much.</summary>
public sealed record ShrinkingCase(
    [Between(1, 40)] int Users,
    [Between(1, 30)] int Items,
    [Between(0, 1200, Usually = 400)] int Ratings,
    [Between(1, 64)] int Rank,
    bool WithBiases,
    [Between(-9, 9)] int Exponent,
    DayOfWeek Day,
    int Seed)
    : SeededCase(Seed)
{
    public bool IsTooLarge => Users >= 3 && Rank >= 5 && Day != DayOfWeek.Sunday;
}
