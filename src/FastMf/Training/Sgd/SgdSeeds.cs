using FastMf.Numerics;

namespace FastMf.Training.Sgd;

/// <summary>Independent seeds for the parts of training that draw random numbers, from the one of the options.</summary>
internal readonly record struct SgdSeeds(long Seed)
{
    public long UserFactors => Stream(1);

    public long ItemFactors => Stream(2);

    public long Order => Stream(3);

    public long Grid => Stream(4);

    private long Stream(int stream) => (long)new SeededRandom(Seed, stream).NextUInt64();
}
