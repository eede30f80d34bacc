using FastMf.Data;
using FastMf.Data.Sketches;

namespace FastMf.Model;

/// <summary>How many ratings of a set a model recognizes as ones that it has learned from.</summary>
/// <param name="Checked">The ratings that the model's sketch can tell of.</param>
/// <param name="Learned">How many of these the model has learned from.</param>
public readonly record struct LearnedPairCount(int Checked, int Learned)
{
    /// <summary>
    /// Ids hash as the model has them: what is one id for a prediction is one here. Pairs that the model cannot have met are not looked up.
    /// </summary>
    internal static LearnedPairCount Of(RatingMatrix ratings, MfModel model, BottomKSketch sketch)
    {
        int[] userOf = ratings.Users.IndexesIn(model.Users);
        int[] itemOf = ratings.Items.IndexesIn(model.Items);
        ulong[] items = Array.ConvertAll(itemOf, item => item < 0 ? 0 : PairHash.OfItem(model.Items, item));
        ulong threshold = sketch.Threshold;
        int looked = 0;
        int learned = 0;
        for (int row = 0; row < userOf.Length; row++)
        {
            if (userOf[row] >= 0)
            {
                ulong user = PairHash.OfUser(model.Users, userOf[row]);
                foreach (int item in ratings.ByUser.Row(row).Indexes)
                {
                    ulong hash = PairHash.Of(user, items[item]);
                    if (hash <= threshold && itemOf[item] >= 0)
                    {
                        looked++;
                        learned += sketch.Contains(hash) ? 1 : 0;
                    }
                }
            }
        }

        return new LearnedPairCount(looked, learned);
    }
}
