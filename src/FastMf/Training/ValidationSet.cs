using FastMf.Data;
using FastMf.Kernels;
using FastMf.Kernels.Sgd;
using FastMf.Model;
using FastMf.Threading;
using FastMf.Training.Sgd;

namespace FastMf.Training;

/// <summary>
/// The validation ratings, prepared once so that measuring an epoch costs little: ids are looked up, and ratings of known users and
/// items lie in a grid whose blocks fit a core's cache. Ratings with an unknown user or item are predicted one by one.
/// </summary>
internal sealed class ValidationSet : IValidationSet
{
    private readonly int _count;
    private readonly RatingGrid _known;
    private readonly List<Rating> _unknown = [];

    public ValidationSet(RatingMatrix ratings, IdMap users, int[] userCounts, IdMap items, int[] itemCounts, int rank, RowObjective objective, int workers)
    {
        _count = ratings.Count;
        int[] userOf = KnownRows.Of(ratings.Users, users, userCounts);
        int[] itemOf = KnownRows.Of(ratings.Items, items, itemCounts);
        var known = new List<Rating>(ratings.Count);
        for (int row = 0; row < userOf.Length; row++)
        {
            RatingRow entries = ratings.ByUser.Row(row);
            for (int i = 0; i < entries.Count; i++)
            {
                var rating = new Rating(userOf[row], itemOf[entries.Indexes[i]], objective.TargetOf(entries.Values[i]));
                (rating.User < 0 || rating.Item < 0 ? _unknown : known).Add(rating);
            }
        }

        CompressedRows byUser = CountingSort.ByUser([new RatingSegment(known.ToArray(), default)], users.Count, workers).Rows;
        int[] knownCounts = [.. Enumerable.Range(0, users.Count).Select(byUser.RowLength)];
        _known = RatingGrid.Create(
            byUser, knownCounts, byUser.ColumnCounts(items.Count), GridShape.For(byUser.Count, rank), shuffleSeed: null, workers);
    }

    public double Rmse(ModelParameters parameters, int workers, CancellationToken cancellation)
    {
        double[] sums = new double[_known.Users.Count];
        bool ofRatings = parameters.Predicts == PredictionKind.Rating;
        WorkerTeam.Run(
            workers,
            sums.Length,
            (_, stripe) => sums[stripe] = ofRatings ? SumStripe(parameters, stripe) : SumStripeOfProbabilities(parameters, stripe),
            cancellation);
        double squares = sums.Sum();
        foreach (Rating rating in _unknown)
        {
            double error = (double)rating.Value - parameters.Predict(rating.User, rating.Item);
            squares += error * error;
        }

        return Math.Sqrt(squares / _count);
    }

    private double SumStripe(ModelParameters parameters, int stripe)
    {
        double squares = 0;
        for (int column = 0; column < _known.Items.Count; column++)
        {
            (int firstUser, int userCount) = (_known.Users.Start(stripe), _known.Users.Length(stripe));
            (int firstItem, int itemCount) = (_known.Items.Start(column), _known.Items.Length(column));
            var block = new PredictionBlock
            {
                Users = parameters.UserFactors.Rows(firstUser, userCount),
                Items = parameters.ItemFactors.Rows(firstItem, itemCount),
                UserBiases = parameters.UserBiases.Span.Slice(firstUser, userCount),
                ItemBiases = parameters.ItemBiases.Span.Slice(firstItem, itemCount),
                Mean = parameters.Mean,
                Minimum = parameters.MinimumRating,
                Maximum = parameters.MaximumRating,
            };
            squares += KernelSet.Best.SumSquaredErrors(block, _known.Block(stripe, column));
        }

        GC.KeepAlive(parameters);
        return squares;
    }

    /// <summary>The kernel holds scores within a range, which makes ratings of them and no probabilities.</summary>
    private double SumStripeOfProbabilities(ModelParameters parameters, int stripe)
    {
        double squares = 0;
        for (int column = 0; column < _known.Items.Count; column++)
        {
            (int firstUser, int firstItem) = (_known.Users.Start(stripe), _known.Items.Start(column));
            foreach (BlockSample sample in _known.Block(stripe, column))
            {
                double error = (double)sample.Value - parameters.Predict(firstUser + sample.UserOffset, firstItem + sample.ItemOffset);
                squares += error * error;
            }
        }

        return squares;
    }
}
