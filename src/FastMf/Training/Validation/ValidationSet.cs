using FastMf.Data;
using FastMf.Kernels;
using FastMf.Kernels.Sgd;
using FastMf.Kernels.Unchecked;
using FastMf.Model;
using FastMf.Threading;
using FastMf.Training.Grid;

namespace FastMf.Training.Validation;

/// <summary>
/// The validation ratings, prepared once so that measuring an epoch costs little: ids are looked up, and ratings of known users and
/// items lie by user, whose rows then come from memory once and in order. Ratings with an unknown user or item are predicted one by one.
/// </summary>
internal sealed class ValidationSet : IValidationSet
{
    private const int RowsPerPiece = 4096;

    private readonly KernelSet _kernels;
    private readonly int _count;
    private readonly CompressedRows _known;
    private readonly AxisRanges _pieces;
    private readonly List<Rating> _unknown = [];

    /// <param name="ratings">The validation ratings.</param>
    /// <param name="learned">What training knows.</param>
    /// <param name="objective">Gives the target of a rating.</param>
    /// <param name="kernels">The kernels that training uses.</param>
    /// <param name="workers">The number of threads.</param>
    public ValidationSet(RatingMatrix ratings, LearnedIds learned, RowObjective objective, KernelSet kernels, int workers)
    {
        _kernels = kernels;
        _count = ratings.Count;
        int[] userOf = learned.RowsOfUsers(ratings);
        int[] itemOf = learned.RowsOfItems(ratings);
        int[] counts = new int[learned.Users.Count];
        ForEachRow(userOf.Length, workers, row =>
        {
            if (userOf[row] >= 0)
            {
                int known = 0;
                foreach (int item in ratings.ByUser.Row(row).Indexes)
                {
                    known += itemOf[item] >= 0 ? 1 : 0;
                }

                counts[userOf[row]] = known;
            }
        });

        int[] offsets = new int[learned.Users.Count + 1];
        for (int user = 0; user < counts.Length; user++)
        {
            offsets[user + 1] = offsets[user] + counts[user];
        }

        int[] indexes = GC.AllocateUninitializedArray<int>(offsets[^1]);
        float[] values = GC.AllocateUninitializedArray<float>(offsets[^1]);
        ForEachRow(userOf.Length, workers, row =>
        {
            RatingRow entries = ratings.ByUser.Row(row);
            int next = userOf[row] < 0 ? 0 : offsets[userOf[row]];
            for (int i = 0; i < entries.Count && userOf[row] >= 0; i++)
            {
                int item = itemOf[entries.Indexes[i]];
                if (item >= 0)
                {
                    (indexes[next], values[next]) = (item, objective.TargetOf(entries.Values[i]));
                    next++;
                }
            }
        });
        _known = new CompressedRows(offsets, indexes, values);
        _pieces = AxisRanges.Cut(counts, new GridShape(learned.Users.Count, IValidationSet.Pieces));
        AddUnknown(ratings.ByUser, userOf, itemOf, objective);
    }

    /// <inheritdoc/>
    public double Rmse(ModelParameters parameters, int workers, CancellationToken cancellation)
    {
        double[] sums = new double[_pieces.Count];
        bool ofRatings = parameters.Predicts == PredictionKind.Rating;
        WorkerTeam.Run(
            workers,
            sums.Length,
            (_, piece) => sums[piece] = ofRatings ? SumOfRatings(parameters, piece) : SumOfProbabilities(parameters, piece),
            cancellation);
        double squares = sums.Sum();
        foreach (Rating rating in _unknown)
        {
            double error = (double)rating.Value - parameters.Predict(rating.User, rating.Item);
            squares += error * error;
        }

        return Math.Sqrt(squares / _count);
    }

    private static void ForEachRow(int rows, int workers, Action<int> work) =>
        WorkerTeam.Run(workers, (rows + RowsPerPiece - 1) / RowsPerPiece, (_, piece) =>
        {
            for (int row = piece * RowsPerPiece; row < Math.Min(rows, (piece + 1) * RowsPerPiece); row++)
            {
                work(row);
            }
        });

    private void AddUnknown(CompressedRows byUser, int[] userOf, int[] itemOf, RowObjective objective)
    {
        for (int row = 0; row < userOf.Length; row++)
        {
            RatingRow entries = byUser.Row(row);
            if (userOf[row] >= 0 && _known.RowLength(userOf[row]) == entries.Count)
            {
                continue;
            }

            for (int i = 0; i < entries.Count; i++)
            {
                int item = itemOf[entries.Indexes[i]];
                if (userOf[row] < 0 || item < 0)
                {
                    _unknown.Add(new Rating(userOf[row], item, objective.TargetOf(entries.Values[i])));
                }
            }
        }
    }

    private double SumOfRatings(ModelParameters parameters, int piece)
    {
        (int first, int count) = (_pieces.Start(piece), _pieces.Length(piece));
        ReadOnlySpan<int> offsets = _known.Offsets.Slice(first, count + 1);
        var block = new PredictionBlock
        {
            Users = parameters.UserFactors.Rows(first, count),
            Items = parameters.ItemFactors.View,
            UserBiases = parameters.UserBiases.Span.Slice(first, count),
            ItemBiases = parameters.ItemBiases.Span,
            Mean = parameters.Mean,
            Minimum = parameters.MinimumRating,
            Maximum = parameters.MaximumRating,
        };
        Range ratings = offsets[0]..offsets[^1];
        double squares = _kernels.SumSquaredErrorsUnchecked(block, offsets, _known.Indexes[ratings], _known.Values[ratings]);
        GC.KeepAlive(parameters);
        return squares;
    }

    /// <summary>The kernel clamps scores to a range, which makes ratings of them and no probabilities.</summary>
    private double SumOfProbabilities(ModelParameters parameters, int piece)
    {
        double squares = 0;
        int end = _pieces.Start(piece) + _pieces.Length(piece);
        for (int user = _pieces.Start(piece); user < end; user++)
        {
            RatingRow row = _known.Row(user);
            for (int i = 0; i < row.Count; i++)
            {
                double error = (double)row.Values[i] - parameters.Predict(user, row.Indexes[i], _kernels);
                squares += error * error;
            }
        }

        return squares;
    }
}
