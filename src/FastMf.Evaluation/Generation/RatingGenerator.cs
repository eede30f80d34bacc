using FastMf.Threading;

namespace FastMf.Evaluation.Generation;

/// <summary>
/// Makes ratings shaped like MovieLens whose best possible prediction is known. The equations stand at
/// <see cref="GeneratorOptions"/>.
/// </summary>
public static class RatingGenerator
{
    /// <summary>Generates ratings: the same bits for the same options, on every machine and for every number of threads.</summary>
    /// <param name="options">The shape and the model.</param>
    /// <param name="cancellation">Stops the work between blocks of users.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">An option is out of range or two contradict each other.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static GeneratedRatings Generate(GeneratorOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        int workers = WorkerTeam.Resolve(options.Threads);

        int[] countsByRank = ActivityProfile.Counts(options);
        int[] userRanks = RandomStreams.UserOrder.Permutation(options.Seed, options.Users);
        int[] itemRanks = RandomStreams.ItemOrder.Permutation(options.Seed, options.Items);
        double[] weightsByRank = PopularityProfile.Weights(options, countsByRank);
        double[] weights = Array.ConvertAll(itemRanks, rank => weightsByRank[rank]);
        cancellation.ThrowIfCancellationRequested();

        PlantedModel planted = PlantedModelFactory.Draw(options, itemRanks, weights, workers);
        var filler = new RowFiller(options, planted, weights, Offsets(countsByRank, userRanks));
        filler.Run(workers, cancellation);
        return filler.Finish(workers);
    }

    private static int[] Offsets(int[] countsByRank, int[] userRanks)
    {
        int[] offsets = new int[userRanks.Length + 1];
        for (int user = 0; user < userRanks.Length; user++)
        {
            offsets[user + 1] = offsets[user] + countsByRank[userRanks[user]];
        }

        return offsets;
    }
}
