using FastMf.Data;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Threading;
using FastMf.Training.Grid;

namespace FastMf.Training.Validation;

/// <summary>
/// Validation of a model that orders items: each validation rating is compared with one item that the user has chosen neither in
/// training nor in validation, drawn once and the same for every training, so that epochs and trainings can be compared. A comparison
/// errs by 1 less the probability that the model gives it. Unknown users and items, whose terms are left out, take part.
/// </summary>
internal sealed class PairwiseValidationSet : IValidationSet
{
    private const long Seed = 1;

    /// <summary>The error of a toss, where there is nothing to compare.</summary>
    private const double OfToss = 0.5;

    /// <summary>Draws before a user is taken to have chosen nearly everything, and the rating is left out.</summary>
    private const int Attempts = 64;

    private readonly int[] _userOf;
    private readonly int[] _offsets;
    private readonly int[] _preferred;
    private readonly int[] _others;
    private readonly AxisRanges _pieces;

    public PairwiseValidationSet(RatingMatrix validation, RatingMatrix train, int[] userCounts, int[] itemCounts, int workers)
    {
        _userOf = KnownRows.Of(validation.Users, train.Users, userCounts);
        int[] itemOf = KnownRows.Of(validation.Items, train.Items, itemCounts);
        int[] items = [.. Enumerable.Range(0, itemCounts.Length).Where(item => itemCounts[item] > 0)];
        int[] counts = validation.ByUser.RowLengths();
        _pieces = AxisRanges.Cut(counts, new GridShape(counts.Length, IValidationSet.Pieces));
        _preferred = Array.ConvertAll(validation.ByUser.Indexes.ToArray(), item => itemOf[item]);
        _others = new int[_preferred.Length];
        WorkerTeam.Run(workers, _pieces.Count, (_, piece) =>
        {
            for (int row = _pieces.Start(piece); row < _pieces.Start(piece) + _pieces.Length(piece); row++)
            {
                (int start, int count) = (validation.ByUser.Offsets[row], counts[row]);
                ReadOnlySpan<int> learned = _userOf[row] < 0 ? [] : train.ByUser.Row(_userOf[row]).Indexes;
                Draw(_preferred.AsSpan(start, count), learned, items, new SeededRandom(Seed, row), _others.AsSpan(start, count));
            }
        });
        _offsets = LeaveOutWithout(validation.ByUser.Offsets);
    }

    /// <inheritdoc/>
    public double Rmse(ModelParameters parameters, int workers, CancellationToken cancellation)
    {
        double[] sums = new double[_pieces.Count];
        WorkerTeam.Run(workers, sums.Length, (_, piece) => sums[piece] = SumOf(parameters, piece), cancellation);
        return _offsets[^1] == 0 ? OfToss : Math.Sqrt(sums.Sum() / _offsets[^1]);
    }

    /// <summary>For each choice of a user an item that is none of them, or -1.</summary>
    /// <param name="chosen">The choices to compare; -1 for an unknown item.</param>
    /// <param name="learned">His other choices, ascending.</param>
    /// <param name="items">What is drawn from.</param>
    /// <param name="random">The user's own generator.</param>
    /// <param name="others">One for each choice.</param>
    private static void Draw(ReadOnlySpan<int> chosen, ReadOnlySpan<int> learned, int[] items, SeededRandom random, Span<int> others)
    {
        int[] sorted = chosen.ToArray();
        Array.Sort(sorted);
        foreach (ref int other in others)
        {
            other = -1;
            for (int attempt = 0; attempt < Attempts && other < 0; attempt++)
            {
                int drawn = items[random.NextInt32(items.Length)];
                other = Array.BinarySearch(sorted, drawn) >= 0 || learned.BinarySearch(drawn) >= 0 ? -1 : drawn;
            }
        }
    }

    /// <summary>Moves the comparisons together; returns where those of each row start.</summary>
    private int[] LeaveOutWithout(ReadOnlySpan<int> offsets)
    {
        int[] left = new int[offsets.Length];
        int next = 0;
        for (int row = 0; row < left.Length - 1; row++)
        {
            for (int i = offsets[row]; i < offsets[row + 1]; i++)
            {
                if (_others[i] >= 0)
                {
                    (_preferred[next], _others[next]) = (_preferred[i], _others[i]);
                    next++;
                }
            }

            left[row + 1] = next;
        }

        return left;
    }

    private double SumOf(ModelParameters parameters, int piece)
    {
        var errors = new PairwiseErrors(parameters);
        for (int row = _pieces.Start(piece); row < _pieces.Start(piece) + _pieces.Length(piece); row++)
        {
            Range comparisons = _offsets[row].._offsets[row + 1];
            errors.Add(_userOf[row], _preferred.AsSpan(comparisons), _others.AsSpan(comparisons));
        }

        double sum = errors.Sum();
        GC.KeepAlive(parameters);
        return sum;
    }
}
