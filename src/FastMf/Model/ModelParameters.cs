using FastMf.Kernels;
using FastMf.Numerics;

namespace FastMf.Model;

/// <summary>
/// What training learns: score = mean + user bias + item bias + user factors . item factors. Indexes of -1 stand for an unknown user
/// or item, whose terms are left out.
/// </summary>
internal sealed class ModelParameters : IDisposable
{
    private readonly IDisposable? _owner;

    public ModelParameters(int users, int items, int rank)
        : this(new FactorMatrix(users, rank), new FactorMatrix(items, rank))
    {
    }

    /// <summary>Parameters with factors that exist, and biases of 0.</summary>
    public ModelParameters(FactorMatrix users, FactorMatrix items)
        : this(users, items, new NativeList<float>(users.RowCount), new NativeList<float>(items.RowCount), null)
    {
    }

    /// <summary>Parameters that exist, in memory that <paramref name="owner"/> gives back.</summary>
    public ModelParameters(
        FactorMatrix userFactors, FactorMatrix itemFactors, NativeList<float> userBiases, NativeList<float> itemBiases, IDisposable? owner)
    {
        _owner = owner;
        UserFactors = userFactors;
        ItemFactors = itemFactors;
        UserBiases = userBiases;
        ItemBiases = itemBiases;
    }

    public FactorMatrix UserFactors { get; }

    public FactorMatrix ItemFactors { get; }

    public NativeList<float> UserBiases { get; }

    public NativeList<float> ItemBiases { get; }

    public float Mean { get; set; }

    /// <summary>What <see cref="Predict"/> gives.</summary>
    public PredictionKind Predicts { get; set; }

    /// <summary>The range of the training ratings, which predictions of ratings are held within; 0 to 1 for probabilities.</summary>
    public float MinimumRating { get; set; }

    public float MaximumRating { get; set; }

    public int Rank => UserFactors.Rank;

    /// <summary>The score, by the kernels of a level; null for the widest of this processor.</summary>
    public float Score(int user, int item, KernelSet? kernels = null)
    {
        float score = Mean;
        if (user >= 0)
        {
            score += UserBiases[user];
        }

        if (item >= 0)
        {
            score += ItemBiases[item];
        }

        if (user >= 0 && item >= 0)
        {
            score += (kernels ?? KernelSet.Best).Dot(UserFactors.View.PaddedRow(user), ItemFactors.View.PaddedRow(item));
        }

        GC.KeepAlive(this);
        return score;
    }

    public float Predict(int user, int item, KernelSet? kernels = null) => PredictionOf(Score(user, item, kernels));

    public float PredictionOf(float score) => Predicts == PredictionKind.Rating
        ? Math.Clamp(score, MinimumRating, MaximumRating)
        : (float)PortableMath.Logistic(score);

    public void CopyTo(ModelParameters target)
    {
        UserFactors.CopyTo(target.UserFactors);
        ItemFactors.CopyTo(target.ItemFactors);
        UserBiases.Span.CopyTo(target.UserBiases.Span);
        ItemBiases.Span.CopyTo(target.ItemBiases.Span);
        (target.Mean, target.MinimumRating, target.MaximumRating, target.Predicts) = (Mean, MinimumRating, MaximumRating, Predicts);
    }

    public void Dispose()
    {
        UserFactors.Dispose();
        ItemFactors.Dispose();
        UserBiases.Dispose();
        ItemBiases.Dispose();
        _owner?.Dispose();
    }
}
