using FastMf.Model;
using FastMf.Numerics;

namespace FastMf.Tests.Model;

/// <summary>A small model of any shape and any kind of ids, with normal factors.</summary>
public sealed record ModelCase([Between(1, 30)] int Users, [Between(1, 30)] int Items, [Between(1, 40)] int Rank, int Seed)
    : SeededCase(Seed)
{
    /// <summary>The model: the same at every call.</summary>
    public MfModel ToModel()
    {
        SeededRandom random = Random();
        return RandomModel.Create(random, Users, Items, Rank, random.NextGaussian);
    }
}
