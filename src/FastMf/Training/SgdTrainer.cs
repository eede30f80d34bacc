using System.Globalization;
using FastMf.Data;
using FastMf.Kernels;
using FastMf.Kernels.Sgd;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Threading;

namespace FastMf.Training;

/// <summary>
/// Stochastic gradient descent on mean, biases and factors, one rating after the other in a new random order each epoch: the
/// textbook's method, reproducible from its seed.
/// </summary>
/// <param name="options">The options; null for the defaults.</param>
public sealed class SgdTrainer(SgdOptions? options = null) : ITrainer
{
    /// <summary>Samples between looks at the error and at cancellation: under a millisecond's work each.</summary>
    private const int SamplesAtOnce = 1 << 15;

    private const int UserFactorStream = 1;
    private const int ItemFactorStream = 2;
    private const int OrderStream = 3;

    /// <summary>The options.</summary>
    public SgdOptions Options { get; } = options ?? new SgdOptions();

    /// <inheritdoc/>
    public TrainingResult Train(
        RatingMatrix train, RatingMatrix? validation = null, IProgress<EpochReport>? progress = null, CancellationToken cancellation = default)
    {
        Options.Validate();
        var run = TrainingRun.Start(train, validation, Options.Rank, Options.UseBiases, RowObjective, Options.EarlyStopping, Options.Threads);
        int workers = WorkerTeam.Resolve(Options.Threads);
        KernelSet kernels = Options.SimdLevel is { } level ? KernelSet.For(level) : KernelSet.Best;
        ModelParameters model = run.Parameters;
        float deviation = Options.InitialDeviation ?? 1f / Options.Rank;
        FactorInitializer.Fill(model.UserFactors, deviation, DeriveSeed(UserFactorStream), run.UserCounts, workers);
        FactorInitializer.Fill(model.ItemFactors, deviation, DeriveSeed(ItemFactorStream), run.ItemCounts, workers);
        SgdSample[] samples = Samples(train.ByUser);
        SgdStep step = Step(model.Mean);
        string advice = string.Create(CultureInfo.InvariantCulture, $"Lower the learning rate, for example to {Options.LearningRate / 10:G3}.");
        return run.Execute(
            Options.Epochs,
            epoch =>
            {
                new SeededRandom(DeriveSeed(OrderStream), epoch).Shuffle<SgdSample>(samples);
                double squares = Pass(kernels, model, samples, step, cancellation);
                return new EpochOutcome(squares + Penalty(kernels, run.UserCounts, run.ItemCounts, model), squares, train.Count);
            },
            advice,
            epoch => new ModelInfo("sgd", Options.UseBiases, RowObjective, train.Count, epoch),
            progress,
            cancellation);
    }

    /// <summary>A user's penalty is counted once for each of his ratings, which is a ridge scaled by their number.</summary>
    private RowObjective RowObjective => new(
        ObjectiveKind.ObservedOnly, new RowRegularization(Options.UserFactorRegularization, 1, Options.UserBiasRegularization, 1));

    private static SgdSample[] Samples(CompressedRows byUser)
    {
        var samples = new SgdSample[byUser.Count];
        for (int user = 0, next = 0; user < byUser.RowCount; user++)
        {
            RatingRow row = byUser.Row(user);
            for (int i = 0; i < row.Count; i++)
            {
                samples[next++] = new SgdSample(user, row.Indexes[i], row.Values[i]);
            }
        }

        return samples;
    }

    /// <summary>One pass; ends at the first run of samples whose error is not finite, because nothing after it can be.</summary>
    private static double Pass(
        KernelSet kernels, ModelParameters parameters, SgdSample[] samples, in SgdStep step, CancellationToken cancellation)
    {
        var model = new SgdModel(parameters.UserFactors.View, parameters.ItemFactors.View, parameters.UserBiases, parameters.ItemBiases);
        double squares = 0;
        for (int start = 0; start < samples.Length && double.IsFinite(squares); start += SamplesAtOnce)
        {
            cancellation.ThrowIfCancellationRequested();
            squares += kernels.SgdUpdate(model, samples.AsSpan(start, Math.Min(SamplesAtOnce, samples.Length - start)), step);
        }

        GC.KeepAlive(parameters);
        return squares;
    }

    /// <summary>Sum over rows of their number of ratings times (l |factors|^2 + l_b bias^2).</summary>
    private double Penalty(KernelSet kernels, ReadOnlySpan<int> userCounts, ReadOnlySpan<int> itemCounts, ModelParameters model)
    {
        double penalty = 0;
        for (int user = 0; user < userCounts.Length; user++)
        {
            penalty += userCounts[user]
                * (Options.UserFactorRegularization * SquaredNorm(kernels, model.UserFactors, user)
                    + Options.UserBiasRegularization * (double)model.UserBiases[user] * model.UserBiases[user]);
        }

        for (int item = 0; item < itemCounts.Length; item++)
        {
            penalty += itemCounts[item]
                * (Options.ItemFactorRegularization * SquaredNorm(kernels, model.ItemFactors, item)
                    + Options.ItemBiasRegularization * (double)model.ItemBiases[item] * model.ItemBiases[item]);
        }

        return penalty;
    }

    private static double SquaredNorm(KernelSet kernels, FactorMatrix matrix, int row)
    {
        ReadOnlySpan<float> factors = matrix.View.PaddedRow(row);
        return kernels.Dot(factors, factors);
    }

    /// <summary>Independent seeds for the parts of training that draw random numbers.</summary>
    private long DeriveSeed(int stream) => (long)new SeededRandom(Options.Seed, stream).NextUInt64();

    private SgdStep Step(float mean) => new()
    {
        LearningRate = Options.LearningRate,
        BiasLearningRate = Options.UseBiases ? Options.LearningRate : 0,
        Mean = mean,
        UserBiasRegularization = Options.UserBiasRegularization,
        ItemBiasRegularization = Options.ItemBiasRegularization,
        UserFactorRegularization = Options.UserFactorRegularization,
        ItemFactorRegularization = Options.ItemFactorRegularization,
        Simultaneous = Options.Update == SgdUpdateRule.Simultaneous,
    };
}
