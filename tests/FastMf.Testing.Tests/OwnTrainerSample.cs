using FastMf.Data;
using FastMf.Evaluation;
using FastMf.Model;
using FastMf.Testing.Conformance;
using FastMf.Training;

namespace FastMf.Testing.Tests;

/// <summary>The trainer of docs/testing.md, word for word between the marks, so that it compiles and runs.</summary>
internal static class OwnTrainerSample
{
    public static void Run()
    {
        // begin
        TrainerConformance.Check(() => new ItemMeans(), runs: 10);
        // end
    }

    // begin
    /// <summary>Predicts an item's mean rating, drawn towards the mean of all as by five ratings of it.</summary>
    internal sealed class ItemMeans : ITrainer
    {
        public TrainingResult Train(
            RatingMatrix train,
            RatingMatrix? validation = null,
            IProgress<EpochReport>? progress = null,
            CancellationToken cancellation = default)
        {
            ArgumentNullException.ThrowIfNull(train);
            if (train.Count == 0) throw new ArgumentException("There are no ratings to learn from.", nameof(train));
            cancellation.ThrowIfCancellationRequested();
            float mean = (float)train.Statistics.Mean;
            float[] biases = new float[train.Items.Count];
            for (int item = 0; item < biases.Length; item++)
                foreach (float rating in train.ByItem.Row(item).Values)
                    biases[item] += (rating - mean) / (train.ByItem.RowLength(item) + 5);

            // No factors; what a user's row would minimize is for fold-in. Whatever contradicts the ratings is refused here.
            var regularization = new RowRegularization(Factors: 1, Exponent: 0, Bias: 5, BiasExponent: 0);
            var objective = new RowObjective(ObjectiveKind.ObservedOnly, regularization);
            var info = new ModelInfo("itemmeans", UsesBiases: true, objective, train.Count, Epochs: 1);
            var ofUsers = new FactorMatrix(train.Users.Count, rank: 1);
            var ofItems = new FactorMatrix(train.Items.Count, rank: 1);
            MfModel model = MfModel.Create(train, ofUsers, ofItems, userBiases: [], biases, mean, info);

            RatingErrors errors = RatingErrors.OfAny(model, train, cancellation: cancellation);
            double? validationRmse = validation is null ? null : RatingErrors.OfAny(model, validation, cancellation: cancellation).Rmse;
            var report = new EpochReport(1, 1, errors.Mse * train.Count, errors.Rmse, validationRmse, TimeSpan.Zero, RatingsPerSecond: 0);
            progress?.Report(report);
            return new TrainingResult(model, StopReason.Completed, BestEpoch: 1, [report]);
        }
    }

    // end
}
