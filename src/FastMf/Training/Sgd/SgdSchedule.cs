using FastMf.Data;
using FastMf.Kernels.Sgd;
using FastMf.Model;

namespace FastMf.Training.Sgd;

/// <summary>Learning rates, regularization and factors at the start, by the options and the scale of the ratings.</summary>
/// <remarks>
/// The adaptive rule keeps for each row s = 64 sigma^2 + sum of d^2, with d minus the derivative of half the loss by the score and
/// sigma the scale of the ratings. A rating steps factors by eta d q / sqrt(s), with d cut off at sqrt(s), and biases by
/// 0.2 eta sigma d / sqrt(s). Ratings c times as large make d and sigma c times as large; with factors sqrt(c) times as large at the
/// start and regularized c times as much, every step is in its unit: the same model, in other units. A step is at most eta times the
/// other side's row, whatever the rating.
/// </remarks>
internal sealed class SgdSchedule
{
    /// <summary>
    /// Ratings' worth of squared gradients that every row starts from: with fewer, popular items that meet many new users at the
    /// first steps of those grow without bound; with more, the first epochs learn more slowly.
    /// </summary>
    private const float InitialRatings = 64;

    /// <summary>Biases step slower than factors: what biases could explain about a row with few ratings, factors share.</summary>
    private const float BiasShare = 0.2f;

    private readonly SgdOptions _options;
    private readonly float _scale;
    private readonly float _mean;

    public SgdSchedule(SgdOptions options, RatingStatistics statistics, float mean)
    {
        _options = options;
        _mean = mean;
        double offset = statistics.Mean - mean;
        double square = statistics.StandardDeviation * statistics.StandardDeviation + offset * offset;

        // Log-odds have no unit; equal ratings have no scale.
        _scale = options.Loss == SgdLoss.Logistic || !(square > 0) ? 1 : (float)Math.Sqrt(square);
    }

    /// <summary>The standard deviation of the factors at the start.</summary>
    public float InitialDeviation => _options.InitialDeviation ?? MathF.Sqrt(UnitOfFactors) / _options.Rank;

    /// <summary>What a row's squared gradients start from.</summary>
    public float InitialSquaredGradients => InitialRatings * Variance;

    /// <summary>The scale of the ratings, squared.</summary>
    public float Variance => _scale * _scale;

    /// <summary>The ridge of a user's row.</summary>
    public RowRegularization UserRegularization =>
        Ridge(_options.UserFactorRegularization, _options.UserBiasRegularization);

    /// <summary>The ridge of an item's row.</summary>
    public RowRegularization ItemRegularization =>
        Ridge(_options.ItemFactorRegularization, _options.ItemBiasRegularization);

    private bool Adaptive => _options.Rule == LearningRateRule.Adaptive;

    /// <summary>A product of two factors is in the unit of the ratings.</summary>
    private float UnitOfFactors => Adaptive ? _scale : 1;

    /// <summary>The constants of an epoch, from 1.</summary>
    public SgdStep Step(int epoch)
    {
        float rate = _options.Rule == LearningRateRule.InverseDecay
            ? _options.LearningRate / (1 + _options.Decay * (epoch - 1))
            : _options.LearningRate;
        return new SgdStep
        {
            LearningRate = rate,
            BiasLearningRate = !_options.UseBiases ? 0 : Adaptive ? BiasShare * rate * _scale : rate,
            Adaptive = Adaptive,
            Mean = _mean,
            Simultaneous = _options.Update == SgdUpdateRule.Simultaneous,
            NonNegative = _options.NonNegative,
            Loss = _options.Loss,
            Limit = _options.LossLimit * _scale,
        };
    }

    private RowRegularization Ridge(float factors, float bias) =>
        new(factors * UnitOfFactors, _options.RegularizationExponent, bias, _options.BiasRegularizationExponent);
}
