using FastMf.Data;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Threading;

namespace FastMf.Training;

/// <summary>
/// Validation of a model that orders items: each validation rating is compared with one item that the user has chosen neither in
/// training nor in validation, drawn once and the same for every training, so that epochs and trainings can be compared. A comparison
/// errs by 1 less the probability that the model gives it. Unknown users and items, whose terms are left out, take part.
/// </summary>
internal sealed class ComparisonSet : IValidationSet
{
    private const long Seed = 1;
    private const int PerPiece = 4096;

    /// <summary>The error of a toss, where there is nothing to compare.</summary>
    private const double OfToss = 0.5;

    /// <summary>Draws before a user is taken to have chosen nearly everything, and the rating is left out.</summary>
    private const int Attempts = 64;

    private readonly List<(int User, int Preferred, int Other)> _comparisons = [];

    public ComparisonSet(RatingMatrix validation, RatingMatrix train, int[] userCounts, int[] itemCounts)
    {
        int[] userOf = KnownRows.Of(validation.Users, train.Users, userCounts);
        int[] itemOf = KnownRows.Of(validation.Items, train.Items, itemCounts);
        int[] items = [.. Enumerable.Range(0, itemCounts.Length).Where(item => itemCounts[item] > 0)];
        for (int row = 0; row < userOf.Length; row++)
        {
            int[] chosen = [.. validation.ByUser.Row(row).Indexes.ToArray().Select(item => itemOf[item])];
            var own = new HashSet<int>([.. chosen, .. userOf[row] >= 0 ? train.ByUser.Row(userOf[row]).Indexes : []]);
            var random = new SeededRandom(Seed, row);
            foreach (int preferred in chosen)
            {
                int other = -1;
                for (int attempt = 0; attempt < Attempts && other < 0; attempt++)
                {
                    int drawn = items[random.NextInt32(items.Length)];
                    other = own.Contains(drawn) ? -1 : drawn;
                }

                if (other >= 0)
                {
                    _comparisons.Add((userOf[row], preferred, other));
                }
            }
        }
    }

    /// <inheritdoc/>
    public double Rmse(ModelParameters parameters, int workers, CancellationToken cancellation)
    {
        double[] sums = new double[(_comparisons.Count + PerPiece - 1) / PerPiece];
        WorkerTeam.Run(
            workers,
            sums.Length,
            (_, piece) =>
            {
                for (int i = piece * PerPiece; i < Math.Min((piece + 1) * PerPiece, _comparisons.Count); i++)
                {
                    (int user, int preferred, int other) = _comparisons[i];
                    double error = PortableMath.Logistic((double)parameters.Score(user, other) - parameters.Score(user, preferred));
                    sums[piece] += error * error;
                }
            },
            cancellation);
        return _comparisons.Count == 0 ? OfToss : Math.Sqrt(sums.Sum() / _comparisons.Count);
    }
}
