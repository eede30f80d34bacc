using FastMf.Kernels.Instructions;
using FastMf.Kernels.Sgd;
using FastMf.Kernels.Unchecked;

namespace FastMf.Kernels;

public abstract partial class KernelSet
{
    /// <summary>Biased SGD: updates the model by every sample, in order.</summary>
    /// <param name="model">The parameters, updated in place.</param>
    /// <param name="samples">The ratings; their users and items are rows of the model.</param>
    /// <param name="step">Learning rates, update rule and loss.</param>
    /// <returns>Loss and squared errors, each taken before its update; not finite when the parameters have diverged.</returns>
    /// <exception cref="ArgumentException">The model's parts do not fit each other, or a sample names no row of it.</exception>
    /// <example>
    /// <code><![CDATA[
    /// var users = new FactorView(new float[FactorView.StrideFor(rank: 1)], rowCount: 1, rank: 1);
    /// var items = new FactorView(new float[FactorView.StrideFor(rank: 1)], rowCount: 1, rank: 1);
    /// (users.Row(0)[0], items.Row(0)[0]) = (1, 2);
    /// var model = new SgdModel(users, items, userStates: new RowState[1], itemStates: new RowState[1]);
    /// var step = new SgdStep { LearningRate = 0.25f, BiasLearningRate = 0, Simultaneous = true };
    /// SgdSums sums = KernelSet.Best.SgdUpdate(model, [new SgdSample(User: 0, Item: 0, Value: 4)], step);
    /// float p = users.Row(0)[0]; // 1 + 0.25 * (4 - 1 * 2) * 2
    /// float q = items.Row(0)[0]; // 2 + 0.25 * (4 - 1 * 2) * 1
    /// ]]></code>
    /// </example>
    public SgdSums SgdUpdate(SgdModel model, ReadOnlySpan<SgdSample> samples, in SgdStep step)
    {
        RowIndexes.Require(samples, model.Users.RowCount, model.Items.RowCount, nameof(samples));
        return this.SgdUpdateUnchecked(model, samples, step);
    }

    /// <inheritdoc cref="SgdUpdate(SgdModel, ReadOnlySpan{SgdSample}, in SgdStep)"/>
    /// <remarks>The model is the part of one that a block covers. Both layouts of the same samples give the same bits.</remarks>
    public SgdSums SgdUpdate(SgdModel model, ReadOnlySpan<BlockSample> samples, in SgdStep step) =>
        SgdUpdate(model, samples, default, step);

    /// <inheritdoc cref="SgdUpdate(SgdModel, ReadOnlySpan{BlockSample}, in SgdStep)"/>
    /// <param name="model">The parameters, updated in place.</param>
    /// <param name="samples">The ratings; their users and items are rows of the model.</param>
    /// <param name="upcoming">The ratings of the same block that the next call will bring, prefetched; they change no result.</param>
    /// <param name="step">Learning rates, update rule and loss.</param>
    public SgdSums SgdUpdate(SgdModel model, ReadOnlySpan<BlockSample> samples, ReadOnlySpan<BlockSample> upcoming, in SgdStep step)
    {
        RowIndexes.Require(samples, model.Users.RowCount, model.Items.RowCount, nameof(samples));
        return this.SgdUpdateUnchecked(model, samples, upcoming, step);
    }

    /// <summary>Pairwise ranking (BPR): updates the model by every comparison, in order.</summary>
    /// <param name="model">The parameters, updated in place; user biases are not.</param>
    /// <param name="samples">The comparisons; their users and items are rows of the model.</param>
    /// <param name="step">Learning rates; mean, loss and the order of steps are not used.</param>
    /// <returns>Loss and squared distance of the probability from 1, each taken before its update.</returns>
    /// <exception cref="ArgumentException">The model's parts do not fit each other, or a comparison names no row of it.</exception>
    /// <example>
    /// <code><![CDATA[
    /// var users = new FactorView(new float[FactorView.StrideFor(rank: 1)], rowCount: 1, rank: 1);
    /// var items = new FactorView(new float[2 * FactorView.StrideFor(rank: 1)], rowCount: 2, rank: 1);
    /// users.Row(0)[0] = 1;
    /// var model = new SgdModel(users, items, userStates: new RowState[1], itemStates: new RowState[2]);
    /// var step = new SgdStep { LearningRate = 1, BiasLearningRate = 0 };
    /// KernelSet.Best.PreferenceUpdate(model, [new PreferenceSample(User: 0, Preferred: 0, Negative: 1)], step);
    /// (float qi, float qj) = (items.Row(0)[0], items.Row(1)[0]); // 0.5, -0.5
    /// ]]></code>
    /// </example>
    public SgdSums PreferenceUpdate(SgdModel model, ReadOnlySpan<PreferenceSample> samples, in SgdStep step)
    {
        RowIndexes.Require(samples, model.Users.RowCount, model.Items.RowCount, nameof(samples));
        return this.PreferenceUpdateUnchecked(model, samples, step);
    }

    /// <summary>The sum of squared errors: sum over the ratings r of (r - clamp(mu + b_u + b_i + p_u . q_i))^2.</summary>
    /// <param name="block">What to predict with.</param>
    /// <param name="offsets">
    /// One number for each user u and one more, ascending: its ratings are those from offsets[u] - offsets[0] to offsets[u + 1] -
    /// offsets[0].
    /// </param>
    /// <param name="items">The item of each rating, a row of the block's items.</param>
    /// <param name="values">Each rating.</param>
    /// <returns>The sum, in double precision.</returns>
    /// <exception cref="ArgumentException">
    /// The block's parts do not fit each other, the ratings do not fit them, or an item is no row of the block.
    /// </exception>
    /// <example>
    /// <code><![CDATA[
    /// var users = new FactorView(new float[FactorView.StrideFor(rank: 1)], rowCount: 1, rank: 1);
    /// var items = new FactorView(new float[2 * FactorView.StrideFor(rank: 1)], rowCount: 2, rank: 1);
    /// var block = new PredictionBlock
    /// {
    ///     Users = users,
    ///     Items = items,
    ///     UserBiases = [0.5f],
    ///     ItemBiases = [0, 1],
    ///     Mean = 3,
    ///     Minimum = 1,
    ///     Maximum = 5,
    /// };
    /// double sum = KernelSet.Best.SumSquaredErrors(block, offsets: [0, 2], items: [0, 1], values: [4, 4]); // 0.5^2 + 0.5^2
    /// ]]></code>
    /// </example>
    public double SumSquaredErrors(in PredictionBlock block, ReadOnlySpan<int> offsets, ReadOnlySpan<int> items, ReadOnlySpan<float> values)
    {
        RowIndexes.Require(items, block.Items.RowCount, nameof(items));
        return this.SumSquaredErrorsUnchecked(block, offsets, items, values);
    }

    internal abstract SgdSums SgdUpdateCore(SgdModel model, ReadOnlySpan<SgdSample> samples, in SgdStep step);

    internal abstract SgdSums SgdUpdateCore(
        SgdModel model, ReadOnlySpan<BlockSample> samples, ReadOnlySpan<BlockSample> upcoming, in SgdStep step);

    internal abstract SgdSums PreferenceUpdateCore(SgdModel model, ReadOnlySpan<PreferenceSample> samples, in SgdStep step);

    internal abstract double SumSquaredErrorsCore(
        in PredictionBlock block, ReadOnlySpan<int> offsets, ReadOnlySpan<int> items, ReadOnlySpan<float> values);
}
