using System.Diagnostics;
using FastMf.Data;
using FastMf.Model;
using FastMf.Training.Runs;
using FastMf.Training.Sgd;

namespace FastMf.Training;

/// <summary>
/// Stochastic gradient descent on mean, biases and factors, one rating after the other, reproducible from its seed: the model is the
/// same, bit for bit, for every number of threads.
/// </summary>
/// <param name="options">The options; null for the defaults.</param>
public sealed class SgdTrainer(SgdOptions? options = null) : ITrainer
{
    /// <summary>The options.</summary>
    public SgdOptions Options { get; } = options ?? new SgdOptions();

    /// <inheritdoc/>
    public TrainingResult Train(
        RatingMatrix train,
        RatingMatrix? validation = null,
        IProgress<EpochReport>? progress = null,
        CancellationToken cancellation = default)
    {
        Options.Validate();
        return Run(SgdRun.PlanOf(Options, train, validation, progress, cancellation));
    }

    /// <summary>
    /// Incremental training, also called a partial fit: trains on from a model, on new ratings with new users and items to keep it up to
    /// date, or on the same ratings to refine it. Users and items that the model knows start from their factors, with learning rates as if
    /// they had been trained to this point by the adaptive rule; new ones start at random. The result knows the users and items of both,
    /// and keeps the model's mean.
    /// </summary>
    /// <param name="model">Where to start; it is not changed, and not disposed of.</param>
    /// <param name="train">The ratings to learn from; at least one. Rating counts of the result are the model's plus these.</param>
    /// <param name="validation">Ratings to measure every epoch against, never learned from; ids that training lacks are allowed.</param>
    /// <param name="progress">Told after every epoch, on the thread that trains.</param>
    /// <param name="cancellation">Ends training between pieces of work; no model is made then.</param>
    /// <exception cref="ArgumentNullException">The model or the ratings are null.</exception>
    /// <exception cref="ArgumentException">
    /// There are no training ratings; or the model has another rank or other kinds of ids, or differs in having biases, or in predicting
    /// ratings or probabilities.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="DivergenceException">The error has become infinite or not a number.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public TrainingResult Update(
        MfModel model,
        RatingMatrix train,
        RatingMatrix? validation = null,
        IProgress<EpochReport>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(train);
        Options.Validate();
        if (model.Rank != Options.Rank || model.Info.UsesBiases != Options.UseBiases)
        {
            throw new ArgumentException(
                $"The model has rank {model.Rank} and {(model.Info.UsesBiases ? "biases" : "no biases")}; "
                + "give options of the same rank and use of biases.",
                nameof(model));
        }

        if (model.Predicts != Options.Predicts)
        {
            throw new ArgumentException(
                $"The model predicts a {model.Predicts}, and the loss is {Options.Loss}; "
                + "update a model of the logistic loss with that loss, and others with another.",
                nameof(model));
        }

        long started = Stopwatch.GetTimestamp();
        RatingMatrix ratings = IncrementalRatings.Over(model, train);
        return Run(SgdRun.PlanOf(Options, ratings, validation, progress, cancellation) with
        {
            Start = new WarmStart(model, ratings.Users, ratings.Items),
            IsIncremental = true,
            Started = started,
        });
    }

    private TrainingResult Run(TrainingPlan plan)
    {
        var run = new SgdRun(plan, Options);
        ISgdPass pass = Options.Order == SgdOrder.Shuffled
            ? new ShuffledPass(run.Kernels, run.State, plan.Train.ByUser, run.OrderSeed)
            : new BlockedPass(run.Kernels, run.State, run.CreateGrid(), run.OrderSeed, run.Workers);
        return run.Execute(pass, "sgd");
    }
}
