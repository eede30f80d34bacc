namespace FastMf.Evaluation.Ranking;

/// <summary>How rankings are measured.</summary>
public sealed record RankingOptions
{
    /// <summary>k, the places of each list that count; 0 or more.</summary>
    public int Length { get; init; } = 10;

    /// <summary>What relevance gains in NDCG.</summary>
    public GainKind Gain { get; init; } = GainKind.Linear;

    /// <summary>
    /// The lowest test rating that makes an item relevant; below it an item counts like one that was not rated. By default all are.
    /// </summary>
    public float RelevantFrom { get; init; } = float.NegativeInfinity;

    /// <summary>1 to 1024, or 0 for one per processor; no result depends on it.</summary>
    public int Threads { get; init; }

    internal int Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Length);
        if (float.IsNaN(RelevantFrom))
        {
            throw new ArgumentException("A number is needed, not NaN.", nameof(RelevantFrom));
        }

        if (!Enum.IsDefined(Gain))
        {
            throw new ArgumentOutOfRangeException(nameof(Gain), Gain, "Gain must be Linear or Exponential.");
        }

        return Threading.WorkerTeam.Validate(Threads, nameof(Threads));
    }
}
