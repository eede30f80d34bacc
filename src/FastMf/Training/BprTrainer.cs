using FastMf.Data;
using FastMf.Model;
using FastMf.Training.Ranking;
using FastMf.Training.Runs;
using FastMf.Training.Sgd;

namespace FastMf.Training;

/// <summary>
/// Bayesian personalized ranking (Rendle et al. 2009) for implicit feedback: every pair of user and item in the matrix is a positive,
/// whatever its value, and is to score above items that the user has not chosen, negatives drawn anew in each epoch. Scores order items;
/// they are no ratings, and have a meaning for one user at a time only. The model is the same, bit for bit, for every number of threads.
/// </summary>
/// <param name="options">The options; null for the defaults.</param>
public sealed class BprTrainer(BprOptions? options = null) : ITrainer
{
    /// <summary>The options.</summary>
    public BprOptions Options { get; } = options ?? new BprOptions();

    /// <summary>Trains a model.</summary>
    /// <param name="train">The positives; at least one.</param>
    /// <param name="validation">
    /// Positives to measure every epoch against, never learned from; ids that training lacks are allowed. Each is paired with a negative,
    /// an item that the user has chosen nowhere, drawn once; the validation error is the root of the mean of (1 - p)^2, with p the
    /// probability that the model gives the order of the pair.
    /// </param>
    /// <param name="progress">
    /// Told after every epoch. The loss is that of the epoch's pairs, each before its step; the train RMSE is that of their
    /// probabilities against 1.
    /// </param>
    /// <param name="cancellation">Ends training between pieces of work; no model is made then.</param>
    /// <exception cref="ArgumentNullException"><paramref name="train"/> is null.</exception>
    /// <exception cref="ArgumentException">There are no positives, or early stopping was asked for without validation ones.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="DivergenceException">The loss has become infinite or not a number.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public TrainingResult Train(
        RatingMatrix train,
        RatingMatrix? validation = null,
        IProgress<EpochReport>? progress = null,
        CancellationToken cancellation = default)
    {
        Options.Validate();
        SgdOptions options = Options.ToSgd();
        TrainingPlan plan = SgdRun.PlanOf(options, train, validation, progress, cancellation) with
        {
            Predicts = PredictionKind.Preference,
            UseMean = false,
        };
        var run = new SgdRun(plan, options);
        var negatives = new NegativeSampler(train.ByUser, run.ItemCounts);
        return run.Execute(new PairwisePass(run.Kernels, run.State, run.CreateGrid(), negatives, run.OrderSeed, run.Workers), "bpr");
    }
}
