using System.Globalization;
using FastMf.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace FastMf.Testing;

/// <summary>
/// Runs a property for many random seeds. A property draws its sizes and its data from the seeded generator it is given, so that a
/// failure is replayed exactly by its seed alone.
/// </summary>
public static class PropertyCheck
{
    /// <summary>The environment variable that makes every property run once, for the seed it holds.</summary>
    public const string ReplayVariable = "FASTMF_PROPERTY_SEED";

    /// <summary>Runs <paramref name="property"/> for <paramref name="runs"/> seeds; it fails by throwing.</summary>
    /// <param name="property">The claim; it must depend on the generator alone.</param>
    /// <param name="runs">At least 1; ignored when <see cref="ReplayVariable"/> is set.</param>
    /// <exception cref="PropertyFailedException">The property failed; the message holds the seed that replays it.</exception>
    public static void Run(Action<SeededRandom> property, int runs = 100)
    {
        ArgumentNullException.ThrowIfNull(property);
        ArgumentOutOfRangeException.ThrowIfLessThan(runs, 1);
        if (int.TryParse(Environment.GetEnvironmentVariable(ReplayVariable), NumberStyles.None, CultureInfo.InvariantCulture, out int replay))
        {
            RunSeed(property, replay);
            return;
        }

        // No shrinker: a smaller seed is not a simpler case.
        Arbitrary<int> seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();
        PropertyFailedException? failure = null;
        try
        {
            Check.One(Config.QuickThrowOnFailure.WithMaxTest(runs), Prop.ForAll(seeds, seed =>
            {
                try
                {
                    RunSeed(property, seed);
                }
                catch (PropertyFailedException failed)
                {
                    failure = failed;
                    throw;
                }
            }));
        }
        catch (Exception) when (failure is not null)
        {
            throw failure;
        }
    }

    private static void RunSeed(Action<SeededRandom> property, int seed)
    {
        try
        {
            property(new SeededRandom(seed));
        }
        catch (Exception failure)
        {
            throw new PropertyFailedException(
                $"The property fails for seed {seed}. Replay it with {ReplayVariable}={seed}. {failure.Message}", failure);
        }
    }
}
