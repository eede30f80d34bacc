namespace FastMf.Cli.Reproductions;

/// <summary>How <see cref="RosenthalReproduction"/> runs.</summary>
internal sealed record RosenthalOptions
{
    /// <summary>
    /// Whether to repeat the article's slip: every user's ten test items are drawn from what the first user has rated, so that few of
    /// them hold a rating. Otherwise every user's ten are drawn from his own, as in the corrected edition.
    /// </summary>
    public bool WithSlip { get; init; }

    /// <summary>Whether to leave out the grids, which take most of the time.</summary>
    public bool WithoutGrids { get; init; }

    /// <summary>Decides the split, starting factors and orders of ratings.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Trainings at once: 1 to 1024, or 0 for one per processor; no result depends on it.</summary>
    public int Threads { get; init; }
}
