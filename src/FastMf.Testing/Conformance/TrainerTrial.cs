using FastMf.Data;
using FastMf.Numerics;
using FastMf.Training;

namespace FastMf.Testing.Conformance;

/// <summary>What a law is checked with.</summary>
/// <param name="Create">Makes a trainer, of the same options each time.</param>
/// <param name="Draw">Draws ratings that it can learn from.</param>
internal sealed record TrainerTrial(Func<ITrainer> Create, Func<SeededRandom, RatingMatrix> Draw);
