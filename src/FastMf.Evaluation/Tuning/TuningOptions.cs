using FastMf.Evaluation.Ranking;
using FastMf.Threading;

namespace FastMf.Evaluation.Tuning;

/// <summary>How configurations are compared.</summary>
public sealed record TuningOptions
{
    /// <summary>What they are compared by.</summary>
    public ScoreKind Score { get; init; } = ScoreKind.Rmse;

    /// <summary>How lists are measured when they are compared by a ranking; its threads are not used.</summary>
    public RankingOptions Ranking { get; init; } = new();

    /// <summary>
    /// Successive halving (Jamieson and Talwalkar 2016): 2 or more. All configurations are first trained for a fraction of their epochs;
    /// the best 1 / <see cref="HalvingFactor"/> of them go on to <see cref="HalvingFactor"/> times as many, until the last are trained in
    /// full. Null: every configuration is trained in full.
    /// </summary>
    public int? HalvingFactor { get; init; }

    /// <summary>Trainings at once, each on one thread: 1 to 1024, or 0 for one per processor. No result depends on it.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// A file that every finished training is added to, as a line of JSON; what it holds already, from a run that was interrupted, is
    /// not trained again. Null for none.
    /// </summary>
    public string? ResultsFile { get; init; }

    internal int Validate()
    {
        if (!Enum.IsDefined(Score))
        {
            throw new ArgumentOutOfRangeException(
                nameof(Score), Score, $"Score must be one of {string.Join(", ", Enum.GetNames<ScoreKind>())}.");
        }

        ArgumentNullException.ThrowIfNull(Ranking);
        Ranking.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(HalvingFactor ?? 2, 2, nameof(HalvingFactor));
        return WorkerTeam.Validate(Threads, nameof(Threads));
    }
}
