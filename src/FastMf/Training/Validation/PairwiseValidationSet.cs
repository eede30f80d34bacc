using FastMf.Data;
using FastMf.Kernels;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Threading;
using FastMf.Training.Grid;

namespace FastMf.Training.Validation;

/// <summary>
/// Validation of a model that orders items: each validation rating, a positive, is paired with a negative, an item that the user has
/// chosen neither in training nor in validation, drawn once and the same for every training, so that epochs and trainings can be compared.
/// A pair errs by 1 less the probability that the model gives its order. Unknown users and items, whose terms are left out, take part.
/// </summary>
internal sealed class PairwiseValidationSet : IValidationSet
{
    private const long Seed = 1;

    /// <summary>The error of a coin toss, where there are no pairs.</summary>
    private const double CoinToss = 0.5;

    /// <summary>Draws before a user is taken to have chosen nearly everything, and the rating is left out.</summary>
    private const int MaximumDraws = 64;

    private readonly KernelSet _kernels;
    private readonly int[] _userOf;
    private readonly int[] _offsets;
    private readonly int[] _positives;
    private readonly int[] _negatives;
    private readonly AxisRanges _pieces;

    /// <param name="validation">The validation ratings.</param>
    /// <param name="train">The training ratings.</param>
    /// <param name="userCounts">Training ratings of each user.</param>
    /// <param name="itemCounts">Training ratings of each item.</param>
    /// <param name="kernels">The kernels that training uses.</param>
    /// <param name="workers">The number of threads.</param>
    public PairwiseValidationSet(
        RatingMatrix validation, RatingMatrix train, int[] userCounts, int[] itemCounts, KernelSet kernels, int workers)
    {
        _kernels = kernels;
        var learned = new LearnedIds(train.Users, userCounts, train.Items, itemCounts);
        _userOf = learned.RowsOfUsers(validation);
        int[] itemOf = learned.RowsOfItems(validation);
        int[] items = [.. Enumerable.Range(0, itemCounts.Length).Where(item => itemCounts[item] > 0)];
        int[] counts = validation.ByUser.RowLengths();
        _pieces = AxisRanges.Cut(counts, new GridShape(counts.Length, IValidationSet.Pieces));
        _positives = Array.ConvertAll(validation.ByUser.Indexes.ToArray(), item => itemOf[item]);
        _negatives = new int[_positives.Length];
        WorkerTeam.Run(workers, _pieces.Count, (_, piece) =>
        {
            for (int row = _pieces.Start(piece); row < _pieces.Start(piece) + _pieces.Length(piece); row++)
            {
                (int start, int count) = (validation.ByUser.Offsets[row], counts[row]);
                ReadOnlySpan<int> inTraining = _userOf[row] < 0 ? [] : train.ByUser.Row(_userOf[row]).Indexes;
                Draw(_positives.AsSpan(start, count), inTraining, items, new SeededRandom(Seed, row), _negatives.AsSpan(start, count));
            }
        });
        _offsets = Compact(validation.ByUser.Offsets);
    }

    /// <inheritdoc/>
    public double Rmse(ModelParameters parameters, int workers, CancellationToken cancellation)
    {
        double[] sums = new double[_pieces.Count];
        WorkerTeam.Run(workers, sums.Length, (_, piece) => sums[piece] = SumOf(parameters, piece), cancellation);
        return _offsets[^1] == 0 ? CoinToss : Math.Sqrt(sums.Sum() / _offsets[^1]);
    }

    /// <summary>For each positive of a user an item that is none of them, or -1.</summary>
    /// <param name="positives">The positives to pair; -1 for an unknown item.</param>
    /// <param name="inTraining">The positives of the user in training, ascending.</param>
    /// <param name="items">What is drawn from.</param>
    /// <param name="random">The user's own generator.</param>
    /// <param name="negatives">One for each positive.</param>
    private static void Draw(
        ReadOnlySpan<int> positives, ReadOnlySpan<int> inTraining, int[] items, SeededRandom random, Span<int> negatives)
    {
        int[] sorted = positives.ToArray();
        Array.Sort(sorted);
        foreach (ref int negative in negatives)
        {
            negative = -1;
            for (int draw = 0; draw < MaximumDraws && negative < 0; draw++)
            {
                int drawn = items[random.NextInt32(items.Length)];
                negative = Array.BinarySearch(sorted, drawn) >= 0 || inTraining.BinarySearch(drawn) >= 0 ? -1 : drawn;
            }
        }
    }

    /// <summary>Leaves out positives without a negative; returns where the pairs of each row start.</summary>
    private int[] Compact(ReadOnlySpan<int> offsets)
    {
        int[] kept = new int[offsets.Length];
        int next = 0;
        for (int row = 0; row < kept.Length - 1; row++)
        {
            for (int i = offsets[row]; i < offsets[row + 1]; i++)
            {
                if (_negatives[i] >= 0)
                {
                    (_positives[next], _negatives[next]) = (_positives[i], _negatives[i]);
                    next++;
                }
            }

            kept[row + 1] = next;
        }

        return kept;
    }

    private double SumOf(ModelParameters parameters, int piece)
    {
        var errors = new PairwiseErrors(parameters, _kernels);
        for (int row = _pieces.Start(piece); row < _pieces.Start(piece) + _pieces.Length(piece); row++)
        {
            Range pairs = _offsets[row].._offsets[row + 1];
            errors.Add(_userOf[row], _positives.AsSpan(pairs), _negatives.AsSpan(pairs));
        }

        double sum = errors.Sum();
        GC.KeepAlive(parameters);
        return sum;
    }
}
