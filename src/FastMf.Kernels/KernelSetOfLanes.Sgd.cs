using FastMf.Kernels.Dot;
using FastMf.Kernels.Sgd;
using FastMf.Kernels.Sgd.Errors;
using FastMf.Kernels.Sgd.Losses;
using FastMf.Kernels.Sgd.Ranking;
using FastMf.Kernels.Sgd.Updates;

namespace FastMf.Kernels;

/// <summary>The kernels that are compiled for a model's rank and a step's loss as well, chosen once for a run of samples.</summary>
/// <remarks>
/// Rows of more than four vectors stay in registers where a vector is a chunk of 16 lanes: there are 32 of them, and each chunk has its
/// accumulator.
/// </remarks>
internal sealed partial class KernelSet<TOps, TVector>
{
    internal override SgdSums SgdUpdateCore(SgdModel model, ReadOnlySpan<SgdSample> samples, in SgdStep step) =>
        OfLoss(model, samples, default, step);

    internal override SgdSums SgdUpdateCore(
        SgdModel model, ReadOnlySpan<BlockSample> samples, ReadOnlySpan<BlockSample> upcoming, in SgdStep step) =>
        OfLoss(model, samples, upcoming, step);

    private static SgdSums OfLoss<TSample>(SgdModel model, ReadOnlySpan<TSample> samples, ReadOnlySpan<TSample> upcoming, in SgdStep step)
        where TSample : struct, ISgdSample => step switch
        {
            { Loss: SgdLoss.Huber } => OfRank<HuberLoss, StepRule.Any, TSample>(model, samples, upcoming, step),
            { Loss: SgdLoss.Absolute } => OfRank<AbsoluteLoss, StepRule.Any, TSample>(model, samples, upcoming, step),
            { Loss: SgdLoss.Logistic } => OfRank<LogisticLoss, StepRule.Any, TSample>(model, samples, upcoming, step),
            { Adaptive: true, Simultaneous: true, NonNegative: false } =>
                OfRank<SquaredLoss, StepRule.Default, TSample>(model, samples, upcoming, step),
            _ => OfRank<SquaredLoss, StepRule.Any, TSample>(model, samples, upcoming, step),
        };

    internal override double SumSquaredErrorsCore(
        in PredictionBlock block, ReadOnlySpan<int> offsets, ReadOnlySpan<int> items, ReadOnlySpan<float> values) =>
            (block.Users.Stride / TOps.Count) switch
            {
                1 => ErrorKernel<TOps, TVector, VectorCount.One>.Sum(block, offsets, items, values),
                2 => ErrorKernel<TOps, TVector, VectorCount.Two>.Sum(block, offsets, items, values),
                3 => ErrorKernel<TOps, TVector, VectorCount.Three>.Sum(block, offsets, items, values),
                4 => ErrorKernel<TOps, TVector, VectorCount.Four>.Sum(block, offsets, items, values),
                5 when TOps.Count == 16 => ErrorKernel<TOps, TVector, VectorCount.Five>.Sum(block, offsets, items, values),
                6 when TOps.Count == 16 => ErrorKernel<TOps, TVector, VectorCount.Six>.Sum(block, offsets, items, values),
                7 when TOps.Count == 16 => ErrorKernel<TOps, TVector, VectorCount.Seven>.Sum(block, offsets, items, values),
                8 => ErrorKernel<TOps, TVector, VectorCount.Eight>.Sum(block, offsets, items, values),
                _ => ErrorKernel<TOps, TVector, VectorCount.Any>.Sum(block, offsets, items, values),
            };

    internal override SgdSums PreferenceUpdateCore(SgdModel model, ReadOnlySpan<PreferenceSample> samples, in SgdStep step) =>
        (model.Users.Stride / TOps.Count) switch
        {
            1 => PreferenceKernel<TOps, TVector, VectorCount.One>.Update(model, samples, step),
            2 => PreferenceKernel<TOps, TVector, VectorCount.Two>.Update(model, samples, step),
            3 => PreferenceKernel<TOps, TVector, VectorCount.Three>.Update(model, samples, step),
            4 => PreferenceKernel<TOps, TVector, VectorCount.Four>.Update(model, samples, step),
            _ => PreferenceKernel<TOps, TVector, VectorCount.Any>.Update(model, samples, step),
        };

    private static SgdSums OfRank<TLoss, TRule, TSample>(
        SgdModel model, ReadOnlySpan<TSample> samples, ReadOnlySpan<TSample> upcoming, in SgdStep step)
        where TLoss : struct, ISgdLoss
        where TRule : struct, StepRule.IStepRule
        where TSample : struct, ISgdSample => (model.Users.Stride / TOps.Count) switch
        {
            1 => SgdKernel<TOps, TVector, VectorCount.One, TLoss, TRule, TSample>.Update(model, samples, upcoming, step),
            2 => SgdKernel<TOps, TVector, VectorCount.Two, TLoss, TRule, TSample>.Update(model, samples, upcoming, step),
            3 => SgdKernel<TOps, TVector, VectorCount.Three, TLoss, TRule, TSample>.Update(model, samples, upcoming, step),
            4 => SgdKernel<TOps, TVector, VectorCount.Four, TLoss, TRule, TSample>.Update(model, samples, upcoming, step),
            5 when TOps.Count == 16 =>
                SgdKernel<TOps, TVector, VectorCount.Five, TLoss, TRule, TSample>.Update(model, samples, upcoming, step),
            6 when TOps.Count == 16 =>
                SgdKernel<TOps, TVector, VectorCount.Six, TLoss, TRule, TSample>.Update(model, samples, upcoming, step),
            7 when TOps.Count == 16 =>
                SgdKernel<TOps, TVector, VectorCount.Seven, TLoss, TRule, TSample>.Update(model, samples, upcoming, step),
            8 when TOps.Count == 16 =>
                SgdKernel<TOps, TVector, VectorCount.Eight, TLoss, TRule, TSample>.Update(model, samples, upcoming, step),
            _ => SgdKernel<TOps, TVector, VectorCount.Any, TLoss, TRule, TSample>.Update(model, samples, upcoming, step),
        };
}
