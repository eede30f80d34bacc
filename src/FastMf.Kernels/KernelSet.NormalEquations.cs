using FastMf.Kernels.Instructions;
using FastMf.Kernels.Unchecked;

namespace FastMf.Kernels;

public abstract partial class KernelSet
{
    /// <summary>
    /// The normal equations of gathered rows v with weights w and targets y: A = sum w v v^T, c = sum y v, s = sum w v. Padding columns
    /// of the results are zero. Without a row everything is zero.
    /// </summary>
    /// <param name="rows">The matrix of which rows are gathered; its padding is zero.</param>
    /// <param name="gathered">The rows, each in [0, <see cref="FactorView.RowCount"/>), with their targets and weights.</param>
    /// <param name="sums">Overwritten; A in its upper triangle, what is left of the diagonal is undefined.</param>
    /// <exception cref="ArgumentException">A length is wrong, or an index is no row.</exception>
    /// <example>
    /// <code><![CDATA[
    /// var items = new FactorView(new float[2 * FactorView.StrideFor(rank: 2)], rowCount: 2, rank: 2);
    /// (items.Row(0)[0], items.Row(0)[1]) = (1, 2);
    /// (items.Row(1)[0], items.Row(1)[1]) = (3, 4);
    /// int stride = FactorView.StrideFor(rank: 2);
    /// var sums = new NormalEquations(
    ///     gram: new float[KernelSet.GramLength(rank: 2)],
    ///     right: new float[stride],
    ///     border: new float[stride],
    ///     workspace: new float[KernelSet.WorkspaceLength(rank: 2)]);
    /// KernelSet.Best.ComputeNormalEquations(items, new GatheredRows(indexes: [0, 1], targets: [5, 1]), sums);
    /// float a01 = sums.Gram[1]; // 1 * 2 + 3 * 4
    /// float c1 = sums.Right[1]; // 5 * 2 + 1 * 4
    /// ]]></code>
    /// </example>
    public void ComputeNormalEquations(in FactorView rows, in GatheredRows gathered, in NormalEquations sums)
    {
        RowIndexes.Require(gathered.Indexes, rows.RowCount, "gathered.Indexes");
        this.ComputeNormalEquationsUnchecked(rows, gathered, sums);
    }

    /// <summary>Adds A = sum w v v^T, c = sum y v and s = sum w v of gathered rows to what is in <paramref name="sums"/>.</summary>
    /// <param name="rows">The matrix of which rows are gathered; its padding is zero.</param>
    /// <param name="gathered">The rows, each in [0, <see cref="FactorView.RowCount"/>), with their targets and weights.</param>
    /// <param name="sums">Added to; A in its upper triangle, what is left of the diagonal is undefined.</param>
    /// <exception cref="ArgumentException">A length is wrong, or an index is no row.</exception>
    /// <example>
    /// <code><![CDATA[
    /// var items = new FactorView(new float[2 * FactorView.StrideFor(rank: 1)], rowCount: 2, rank: 1);
    /// (items.Row(0)[0], items.Row(1)[0]) = (2, 3);
    /// int stride = FactorView.StrideFor(rank: 1);
    /// var sums = new NormalEquations(
    ///     new float[KernelSet.GramLength(rank: 1)], new float[stride], new float[stride], new float[KernelSet.WorkspaceLength(rank: 1)]);
    /// KernelSet.Best.AccumulateNormalEquations(items, new GatheredRows(indexes: [0], targets: [1]), sums);
    /// KernelSet.Best.AccumulateNormalEquations(items, new GatheredRows(indexes: [1], targets: [1]) { Weights = [10] }, sums);
    /// float a00 = sums.Gram[0]; // 2 * 2 + 10 * 3 * 3
    /// ]]></code>
    /// </example>
    public void AccumulateNormalEquations(in FactorView rows, in GatheredRows gathered, in NormalEquations sums)
    {
        RowIndexes.Require(gathered.Indexes, rows.RowCount, "gathered.Indexes");
        this.AccumulateNormalEquationsUnchecked(rows, gathered, sums);
    }

    /// <summary>
    /// sum += sum over the gathered rows v of weight v, a gemv with the transposed matrix; with ratings as weights, the right-hand side of
    /// the normal equations.
    /// </summary>
    /// <param name="rows">The matrix of which rows are gathered.</param>
    /// <param name="indexes">The rows to gather, each in [0, <see cref="FactorView.RowCount"/>).</param>
    /// <param name="weights">One weight for each gathered row.</param>
    /// <param name="sum"><see cref="FactorView.Width"/> floats, added to.</param>
    /// <exception cref="ArgumentException">A length is wrong, or an index is no row.</exception>
    /// <example>
    /// <code><![CDATA[
    /// var items = new FactorView(new float[2 * FactorView.StrideFor(rank: 2)], rowCount: 2, rank: 2);
    /// (items.Row(0)[0], items.Row(0)[1]) = (1, 2);
    /// (items.Row(1)[0], items.Row(1)[1]) = (3, 4);
    /// float[] sum = new float[FactorView.StrideFor(rank: 2)];
    /// KernelSet.Best.AccumulateCombination(items, indexes: [0, 1], weights: [10, 1], sum); // 13, 24
    /// ]]></code>
    /// </example>
    public void AccumulateCombination(FactorView rows, ReadOnlySpan<int> indexes, ReadOnlySpan<float> weights, Span<float> sum)
    {
        RowIndexes.Require(indexes, rows.RowCount, nameof(indexes));
        this.AccumulateCombinationUnchecked(rows, indexes, weights, sum);
    }

    internal abstract void NormalEquationsCore(in FactorView rows, in GatheredRows gathered, in NormalEquations sums, bool add);

    internal abstract void CombinationCore(
        FactorView rows, ReadOnlySpan<int> indexes, ReadOnlySpan<float> weights, Span<float> sum);
}
