using System.Diagnostics;
using FastMf.Data;
using FastMf.Kernels;
using FastMf.Model;

namespace FastMf.Training.Runs;

/// <summary>What a trainer asks of a run, its options checked.</summary>
internal sealed record TrainingPlan
{
    /// <summary>The ratings to learn from.</summary>
    public required RatingMatrix Train { get; init; }

    /// <summary>Ratings to measure every epoch against, or null.</summary>
    public RatingMatrix? Validation { get; init; }

    public required int Rank { get; init; }

    public required int Epochs { get; init; }

    /// <summary>The share of the loss by which an epoch must lower it to be followed by another; 0 for any.</summary>
    public double Tolerance { get; init; }

    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>1 to 1024, or 0 for one per processor.</summary>
    public int Threads { get; init; }

    /// <summary>The vector width; null for the widest of this processor.</summary>
    public SimdLevel? SimdLevel { get; init; }

    /// <summary>Whether what is common to all ratings is subtracted as a mean.</summary>
    public bool UseMean { get; init; }

    /// <summary>What ratings are held against when predictions are validated.</summary>
    public RowObjective Objective { get; init; }

    public PredictionKind Predicts { get; init; }

    /// <summary>The model to start from, or null.</summary>
    public WarmStart? Start { get; init; }

    /// <summary>
    /// Whether the ratings come on top of those of <see cref="Start"/>, whose mean, range and rating counts are then kept.
    /// </summary>
    public bool IsIncremental { get; init; }

    /// <summary>What to do about an error that is not finite.</summary>
    public required string DivergenceAdvice { get; init; }

    /// <summary>When preparation began, as a time stamp of the stopwatch.</summary>
    public long Started { get; init; } = Stopwatch.GetTimestamp();

    public IProgress<EpochReport>? Progress { get; init; }

    public CancellationToken Cancellation { get; init; }
}
