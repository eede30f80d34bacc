using FastMf.Data;
using FastMf.Data.Splitting;
using FastMf.Model;
using FastMf.Recommending;
using FastMf.Threading;

namespace FastMf.Evaluation.Ranking;

/// <summary>
/// Ranks items for every test user and measures the lists. Blocks of users run in parallel; of equal scores the item with the smaller
/// index comes first, and no result depends on the number of threads.
/// </summary>
public static class CatalogueRanking
{
    /// <summary>
    /// Ranks the whole catalogue for every test user: all items with training ratings but those that he rated in training. His relevant
    /// test items that are not ranked, because training lacks them, count as missed.
    /// </summary>
    /// <remarks>Test ratings that the model has learned from are refused, as far as <see cref="SeenRatings"/> recognizes them.</remarks>
    /// <param name="model">A model of the split's training part.</param>
    /// <param name="split">Training part: what is left out of the lists. Test part: what is relevant, with ratings as relevance.</param>
    /// <param name="options">How lists are measured; null for the defaults.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">A relevant item's rating is negative.</exception>
    /// <exception cref="SeenRatingsException">Among the test ratings are some that the model has learned from.</exception>
    /// <exception cref="ModelFileException">The model is mapped, and its file is damaged.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static RankingReport Of(
        MfModel model, RatingSplit split, RankingOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(split);
        SeenRatings.Refuse(model, split.Test);
        return OfAny(model, split, options, cancellation);
    }

    /// <summary>The same for any model, also one that has learned from the test part.</summary>
    /// <param name="model">A model; it need not be of the split's training part.</param>
    /// <param name="split">Training part: what is left out of the lists. Test part: what is relevant, with ratings as relevance.</param>
    /// <param name="options">How lists are measured; null for the defaults.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">A relevant item's rating is negative.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static RankingReport OfAny(
        MfModel model, RatingSplit split, RankingOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(split);
        var rated = new TrainingItems(model, split.Train);
        float[] offsets = model.ItemBiases.ToArray();
        for (int item = 0; item < offsets.Length; item++)
        {
            offsets[item] = model.ItemRatingCounts[item] > 0 ? offsets[item] : float.NaN;
        }

        return Run(model, split.Test, options ?? new RankingOptions(), offsets, (_, user) => rated.Of(user), cancellation);
    }

    /// <summary>
    /// Ranks for every test user of a fold the items held out of his training: rated and unrated ones together.
    /// </summary>
    /// <remarks>Test ratings that the model has learned from are refused, as far as <see cref="SeenRatings"/> recognizes them.</remarks>
    /// <param name="model">A model of the fold's training part, with its id maps.</param>
    /// <param name="fold">The fold.</param>
    /// <param name="options">How lists are measured; null for the defaults.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">
    /// The model has other users or items than the fold, or a relevant item's rating is negative.
    /// </exception>
    /// <exception cref="SeenRatingsException">Among the test ratings are some that the model has learned from.</exception>
    /// <exception cref="ModelFileException">The model is mapped, and its file is damaged.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static RankingReport Of(
        MfModel model, UserFold fold, RankingOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(fold);
        SeenRatings.Refuse(model, fold.Test);
        return OfAny(model, fold, options, cancellation);
    }

    /// <summary>The same for any model of the fold's users and items, also one that has learned from the test part.</summary>
    /// <param name="model">A model with the fold's id maps.</param>
    /// <param name="fold">The fold.</param>
    /// <param name="options">How lists are measured; null for the defaults.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">
    /// The model has other users or items than the fold, or a relevant item's rating is negative.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static RankingReport OfAny(
        MfModel model, UserFold fold, RankingOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(fold);
        if (model.Users.Count != fold.Train.Users.Count || model.Items.Count != fold.Train.Items.Count)
        {
            throw new ArgumentException(
                $"The model knows {model.Users.Count} users and {model.Items.Count} items, "
                + $"the fold {fold.Train.Users.Count} and {fold.Train.Items.Count}; train it on the fold.",
                nameof(model));
        }

        return Run(model, fold.Test, options ?? new RankingOptions(), model.ItemBiases.ToArray(), NotHeldOut, cancellation);

        int[] NotHeldOut(int row, int user)
        {
            bool[] heldOut = fold.HeldOut(row);
            return [.. Enumerable.Range(0, heldOut.Length).Where(item => !heldOut[item])];
        }
    }

    /// <summary>The items that are not ranked for a user, ascending.</summary>
    private delegate int[] Exclusion(int testRow, int modelUser);

    private static RankingReport Run(
        MfModel model, RatingMatrix test, RankingOptions options, float[] itemOffsets, Exclusion excluded, CancellationToken cancellation)
    {
        int workers = options.Validate();
        int[] userOf = test.Users.IndexesIn(model.Users);
        int[] itemOf = test.Items.IndexesIn(model.Items);
        (int[] rows, int without, int unknown) = Measurable(model, test, userOf, options.RelevantFrom);
        var rankings = new UserRanking[rows.Length];

        // Small blocks where there are few users, so that every worker has some; how users are grouped decides nothing.
        int usersAtOnce = Math.Clamp(rows.Length / (4 * workers), 1, RankingBlock.MostUsers);
        int pieces = (rows.Length + usersAtOnce - 1) / usersAtOnce;
        workers = Math.Max(1, Math.Min(workers, pieces));
        var blocks = new RankingBlock?[workers];
        bool[][] listed = [.. Enumerable.Range(0, workers).Select(_ => new bool[model.Items.Count])];
        try
        {
            WorkerTeam.Run(workers, pieces, Rank, cancellation);
        }
        finally
        {
            foreach (RankingBlock? block in blocks)
            {
                block?.Dispose();
            }
        }

        return new RankingReport(options.Length, rankings, without, unknown, Coverage(model, listed));

        void Rank(int worker, int piece)
        {
            RankingBlock block = blocks[worker] ??= new RankingBlock(model, itemOffsets, usersAtOnce, options.Length);
            int first = piece * usersAtOnce;
            RankedUser[] users = [.. rows.AsSpan(first, Math.Min(usersAtOnce, rows.Length - first)).ToArray().Select(User)];
            block.Rank(users, listed[worker]);
            for (int place = 0; place < users.Length; place++)
            {
                rankings[first + place] = users[place].Measure(options.Length, options.Gain);
            }
        }

        RankedUser User(int row)
        {
            (ScoredItem[] relevant, double[] unlisted) = Relevant(test.ByUser.Row(row), itemOf, options.RelevantFrom);
            return new RankedUser(row, userOf[row], relevant, unlisted, excluded(row, userOf[row]));
        }
    }

    /// <summary>The test rows that can be measured, and why others cannot.</summary>
    private static (int[] Rows, int WithoutRelevant, int Unknown) Measurable(
        MfModel model, RatingMatrix test, int[] userOf, float relevantFrom)
    {
        var rows = new List<int>();
        int without = 0;
        int unknown = 0;
        for (int row = 0; row < userOf.Length; row++)
        {
            if (test.ByUser.RowLength(row) == 0)
            {
                continue;
            }

            bool isKnown = userOf[row] >= 0 && model.UserRatingCounts[userOf[row]] > 0;
            if (!HasRelevant(test.ByUser.Row(row).Values, relevantFrom))
            {
                without++;
            }
            else if (!isKnown)
            {
                unknown++;
            }
            else
            {
                rows.Add(row);
            }
        }

        return ([.. rows], without, unknown);
    }

    private static bool HasRelevant(ReadOnlySpan<float> values, float relevantFrom)
    {
        foreach (float value in values)
        {
            if (value >= relevantFrom)
            {
                return true;
            }
        }

        return false;
    }

    private static (ScoredItem[] Relevant, double[] Unlisted) Relevant(RatingRow row, int[] itemOf, float relevantFrom)
    {
        var relevant = new List<ScoredItem>(row.Count);
        var unlisted = new List<double>();
        for (int i = 0; i < row.Count; i++)
        {
            int item = itemOf[row.Indexes[i]];
            if (row.Values[i] >= relevantFrom && item >= 0)
            {
                relevant.Add(new ScoredItem(new ItemIndex(item), row.Values[i]));
            }
            else if (row.Values[i] >= relevantFrom)
            {
                unlisted.Add(row.Values[i]);
            }
        }
        return ([.. relevant], [.. unlisted]);
    }

    private static double Coverage(MfModel model, bool[][] listed)
    {
        ReadOnlySpan<int> counts = model.ItemRatingCounts;
        int known = 0;
        int covered = 0;
        for (int item = 0; item < counts.Length; item++)
        {
            known += counts[item] > 0 ? 1 : 0;
            covered += counts[item] > 0 && listed.Any(mark => mark[item]) ? 1 : 0;
        }

        return known == 0 ? 0 : (double)covered / known;
    }
}
