namespace FastMf.Evaluation.Generation;

/// <summary>
/// The model that generated ratings come from, before noise and rounding: x = mean + user bias + item bias + p . q. Immutable and
/// safe for any number of readers.
/// </summary>
public sealed class PlantedModel
{
    private readonly float[] _userBiases;
    private readonly float[] _itemBiases;
    private readonly float[] _userFactors;
    private readonly float[] _itemFactors;

    internal PlantedModel(double mean, float[] userBiases, float[] itemBiases, float[] userFactors, float[] itemFactors, int rank)
    {
        Mean = mean;
        Rank = rank;
        _userBiases = userBiases;
        _itemBiases = itemBiases;
        _userFactors = userFactors;
        _itemFactors = itemFactors;
    }

    /// <summary>The mean of x over the users and, by popularity, the items.</summary>
    public double Mean { get; }

    /// <summary>The number of factors of a user and of an item; 0 for a model of biases alone.</summary>
    public int Rank { get; }

    /// <summary>How much higher than <see cref="Mean"/> each user rates, in rating units.</summary>
    public ReadOnlySpan<float> UserBiases => _userBiases;

    /// <summary>How much higher than <see cref="Mean"/> each item is rated, in rating units.</summary>
    public ReadOnlySpan<float> ItemBiases => _itemBiases;

    /// <summary>The factors of the users, <see cref="Rank"/> for each, user by user.</summary>
    public ReadOnlySpan<float> UserFactors => _userFactors;

    /// <summary>The factors of the items, <see cref="Rank"/> for each, item by item; in rating units.</summary>
    public ReadOnlySpan<float> ItemFactors => _itemFactors;

    /// <summary>
    /// The planted value x for a user and an item, without noise; it is neither rounded nor kept inside the rating scale.
    /// </summary>
    /// <exception cref="IndexOutOfRangeException">There is no such user or item.</exception>
    public double Predict(int user, int item)
    {
        double sum = Mean + _userBiases[user] + _itemBiases[item];
        ReadOnlySpan<float> p = _userFactors.AsSpan(user * Rank, Rank);
        ReadOnlySpan<float> q = _itemFactors.AsSpan(item * Rank, Rank);
        for (int f = 0; f < p.Length; f++)
        {
            sum += (double)p[f] * q[f];
        }

        return sum;
    }
}
