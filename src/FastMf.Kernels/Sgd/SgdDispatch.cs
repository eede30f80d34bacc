using System.Runtime.CompilerServices;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Sgd;

/// <summary>Chooses the compiled kernel for a model's rank and a step's loss, once for a run of samples.</summary>
internal static class SgdDispatch<TOps, TVector>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
{
    public static SgdSums Update<TSample>(SgdModel model, ReadOnlySpan<TSample> samples, in SgdStep step)
        where TSample : struct, ISgdSample => step.Loss switch
        {
            SgdLoss.Huber => OfRank<HuberLoss, TSample>(model, samples, step),
            SgdLoss.Absolute => OfRank<AbsoluteLoss, TSample>(model, samples, step),
            SgdLoss.Logistic => OfRank<LogisticLoss, TSample>(model, samples, step),
            _ => OfRank<SquaredLoss, TSample>(model, samples, step),
        };

    public static double SumSquaredErrors(in PredictionBlock block, ReadOnlySpan<BlockSample> samples) => (block.Users.Stride / TOps.Count) switch
    {
        1 => ErrorKernel<TOps, TVector, VectorCount.One>.Sum(block, samples),
        2 => ErrorKernel<TOps, TVector, VectorCount.Two>.Sum(block, samples),
        3 => ErrorKernel<TOps, TVector, VectorCount.Three>.Sum(block, samples),
        4 => ErrorKernel<TOps, TVector, VectorCount.Four>.Sum(block, samples),
        _ => ErrorKernel<TOps, TVector, VectorCount.Any>.Sum(block, samples),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static SgdSums OfRank<TLoss, TSample>(SgdModel model, ReadOnlySpan<TSample> samples, in SgdStep step)
        where TLoss : struct, ISgdLoss
        where TSample : struct, ISgdSample => (model.Users.Stride / TOps.Count) switch
        {
            1 => SgdKernel<TOps, TVector, VectorCount.One, TLoss, TSample>.Update(model, samples, step),
            2 => SgdKernel<TOps, TVector, VectorCount.Two, TLoss, TSample>.Update(model, samples, step),
            3 => SgdKernel<TOps, TVector, VectorCount.Three, TLoss, TSample>.Update(model, samples, step),
            4 => SgdKernel<TOps, TVector, VectorCount.Four, TLoss, TSample>.Update(model, samples, step),
            _ => SgdKernel<TOps, TVector, VectorCount.Any, TLoss, TSample>.Update(model, samples, step),
        };
}
