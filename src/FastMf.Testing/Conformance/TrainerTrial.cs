using FastMf.Data;
using FastMf.Numerics;
using FastMf.Testing.Cases;
using FastMf.Training;

namespace FastMf.Testing.Conformance;

/// <summary>What a law is checked with, in one drawn case.</summary>
/// <param name="create">Makes a trainer, of the same options each time.</param>
/// <param name="draw">Makes ratings that it can learn from.</param>
/// <param name="drawn">The case.</param>
internal sealed class TrainerTrial(Func<ITrainer> create, Func<RatingCase, RatingMatrix> draw, TrainerTrial.Case drawn)
{
    /// <summary>The ratings to train with.</summary>
    public RatingMatrix Ratings { get; } = draw(drawn);

    /// <summary>Ratings of other users and items, which share some of the ids.</summary>
    public RatingMatrix Others =>
        draw(new RatingCase(drawn.OtherUsers, drawn.OtherItems, drawn.Ratings, drawn.HeavyTailed, ~drawn.Seed & int.MaxValue));

    /// <summary>A generator whose numbers are not those of the ratings.</summary>
    public SeededRandom Random => drawn.Random(stream: 1);

    public ITrainer Create() => create();

    /// <summary>The sizes of the ratings and of the others.</summary>
    internal sealed record Case(
        [Between(1, 60)] int Users,
        [Between(1, 40)] int Items,
        [Between(1, 1200, Usually = 400)] int Ratings,
        bool HeavyTailed,
        [Between(1, 60)] int OtherUsers,
        [Between(1, 40)] int OtherItems,
        int Seed)
        : RatingCase(Users, Items, Ratings, HeavyTailed, Seed);
}
