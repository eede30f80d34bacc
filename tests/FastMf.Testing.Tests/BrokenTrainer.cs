using FastMf.Data;
using FastMf.Training;

namespace FastMf.Testing.Tests;

/// <summary>ALS with one fault, to see that the conformance suite finds it.</summary>
internal sealed class BrokenTrainer(TrainerFault fault) : ITrainer
{
    private static readonly AlsOptions Options = new() { Rank = 3, Epochs = 3, Threads = 1, Regularization = 0.3f };

    private int _seed;

    public TrainingResult Train(
        RatingMatrix train,
        RatingMatrix? validation = null,
        IProgress<EpochReport>? progress = null,
        CancellationToken cancellation = default)
    {
        AlsOptions options = fault switch
        {
            TrainerFault.KeepsState => Options with { Seed = _seed++ },
            TrainerFault.LearnsFromValidation when validation is not null => Options with { Seed = 99 },
            TrainerFault.StartsFromNames => Options with
            {
                Seed = train.Users.Count == 0 ? 0 : train.Users.GetId(0).GetHashCode(StringComparison.Ordinal),
            },
            TrainerFault.StartsFromItems => Options with { Seed = train.ByUser.Indexes[0] },
            _ => Options,
        };
        if (fault == TrainerFault.AcceptsNothing && train?.Count == 0)
        {
            train = RatingMatrix.Create(IdMap.Range(1), IdMap.Range(1), new Rating[] { new(0, 0, 1) });
        }

        ITrainer inner = fault == TrainerFault.ObjectiveRises
            ? new SgdTrainer(new SgdOptions { Rank = 3, Epochs = 3, Threads = 1 })
            : new AlsTrainer(options);
        TrainingResult result = inner.Train(
            fault == TrainerFault.ForgetsRatings ? WithoutLast(train!) : train!,
            validation,
            progress,
            fault == TrainerFault.IgnoresCancellation ? default : cancellation);
        return fault switch
        {
            TrainerFault.ReportsTooFew => result with { Epochs = [.. result.Epochs.Skip(1)], BestEpoch = 1 },
            TrainerFault.MeasuresWrongly => result with
            {
                Epochs = [.. result.Epochs.Select(report => report with { ValidationRmse = report.ValidationRmse * 1.01 })],
            },
            TrainerFault.MisreportsTheObjective => result with
            {
                Epochs = [.. result.Epochs.Select(report => report with { Loss = report.Loss * 0.99 })],
            },
            _ => result,
        };
    }

    private static RatingMatrix WithoutLast(RatingMatrix ratings)
    {
        var kept = new List<Rating>();
        for (int user = 0; user < ratings.Users.Count; user++)
        {
            RatingRow row = ratings.ByUser.Row(user);
            for (int i = 0; i < row.Count; i++)
            {
                kept.Add(new Rating(user, row.Indexes[i], row.Values[i]));
            }
        }

        return RatingMatrix.Create(ratings.Users, ratings.Items, kept.Take(Math.Max(1, kept.Count - 1)).ToArray());
    }
}
