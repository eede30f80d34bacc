using FastMf.Kernels.Sgd;
using FastMf.Model;
using FastMf.Training.Grid;
using FastMf.Training.Runs;

namespace FastMf.Training.Sgd;

/// <summary>
/// The parameters under training: the model's factors, and beside them a state of bias and squared gradients for each row.
/// </summary>
internal sealed class SgdState
{
    private readonly ModelParameters _parameters;

    public SgdState(ModelParameters parameters, SgdSchedule schedule, int[] userCounts, int[] itemCounts)
    {
        _parameters = parameters;
        UserStates = StatesOf(parameters.UserBiases.Span, userCounts, schedule.InitialSquaredGradients, schedule.UserRegularization);
        ItemStates = StatesOf(parameters.ItemBiases.Span, itemCounts, schedule.InitialSquaredGradients, schedule.ItemRegularization);
    }

    public RowState[] UserStates { get; }

    public RowState[] ItemStates { get; }

    public SgdModel Whole => new(_parameters.UserFactors.View, _parameters.ItemFactors.View, UserStates, ItemStates);

    public SgdModel Block(AxisRanges users, int userRange, AxisRanges items, int itemRange) => new(
        _parameters.UserFactors.Rows(users.Start(userRange), users.Length(userRange)),
        _parameters.ItemFactors.Rows(items.Start(itemRange), items.Length(itemRange)),
        UserStates.AsSpan(users.Start(userRange), users.Length(userRange)),
        ItemStates.AsSpan(items.Start(itemRange), items.Length(itemRange)));

    /// <summary>
    /// Gives the rows of a model the squared gradients that training it has met, by estimate: half of the ratings' variance for each
    /// rating in each epoch.
    /// </summary>
    public void Resume(SgdSchedule schedule, WarmStart start)
    {
        float squaredGradientsOfRating = start.Model.Info.Epochs * schedule.Variance / 2;
        Resume(UserStates, start.UserCounts, squaredGradientsOfRating);
        Resume(ItemStates, start.ItemCounts, squaredGradientsOfRating);
    }

    /// <summary>Writes the biases to the model, which lacks them until then.</summary>
    public void Publish()
    {
        Copy(UserStates, _parameters.UserBiases.Span);
        Copy(ItemStates, _parameters.ItemBiases.Span);
        GC.KeepAlive(_parameters);
    }

    /// <summary>A row's ridge is met in parts, one with each of its ratings.</summary>
    private static RowState[] StatesOf(ReadOnlySpan<float> biases, int[] counts, float squaredGradients, RowRegularization regularization)
    {
        var states = new RowState[biases.Length];
        for (int row = 0; row < states.Length; row++)
        {
            int count = Math.Max(1, counts[row]);
            states[row] = new RowState
            {
                Bias = biases[row],
                SquaredGradients = squaredGradients,
                BiasRegularization = regularization.BiasOf(count) / count,
                FactorRegularization = regularization.FactorsOf(count) / count,
            };
        }

        return states;
    }

    private static void Resume(RowState[] states, int[] counts, float squaredGradientsOfRating)
    {
        for (int row = 0; row < states.Length; row++)
        {
            states[row].SquaredGradients += counts[row] * squaredGradientsOfRating;
        }
    }

    private static void Copy(RowState[] states, Span<float> biases)
    {
        for (int row = 0; row < states.Length; row++)
        {
            biases[row] = states[row].Bias;
        }
    }
}
