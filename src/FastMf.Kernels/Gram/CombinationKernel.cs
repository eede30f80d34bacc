using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Gram;

/// <summary>
/// s += sum over gathered rows v of w v: the right-hand side of a row's normal equations (w = its ratings), and the border that a
/// jointly learned bias adds (w = 1). Panels as in <see cref="GramKernel{TOps, TVector}"/>, for the same reason.
/// </summary>
internal static class CombinationKernel<TOps, TVector>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
{
    public static void Accumulate(FactorView rows, ReadOnlySpan<int> indexes, ReadOnlySpan<float> weights, Span<float> sum)
    {
        const int PanelRows = GramPanel.Rows;
        ref float target = ref MemoryMarshal.GetReference(sum);
        for (int start = 0; start < indexes.Length; start += PanelRows)
        {
            int count = Math.Min(PanelRows, indexes.Length - start);
            ReadOnlySpan<int> panel = indexes.Slice(start, count);
            ref float panelWeights = ref MemoryMarshal.GetReference(weights.Slice(start, count));
            int column = 0;
            for (; column + 4 * TOps.Count <= rows.Width; column += 4 * TOps.Count)
            {
                AccumulateFour(rows, panel, ref panelWeights, column, ref Unsafe.Add(ref target, column));
            }

            for (; column < rows.Width; column += TOps.Count)
            {
                AccumulateOne(rows, panel, ref panelWeights, column, ref Unsafe.Add(ref target, column));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AccumulateFour(FactorView rows, ReadOnlySpan<int> panel, ref float weights, int column, ref float target)
    {
        TVector s0 = default, s1 = default, s2 = default, s3 = default;
        for (int n = 0; n < panel.Length; n++)
        {
            ref float v = ref Unsafe.Add(ref rows.Origin(panel[n]), column);
            TVector w = TOps.Broadcast(Unsafe.Add(ref weights, n));
            s0 = TOps.MultiplyAdd(w, TOps.Load(ref v), s0);
            s1 = TOps.MultiplyAdd(w, TOps.Load(ref Unsafe.Add(ref v, TOps.Count)), s1);
            s2 = TOps.MultiplyAdd(w, TOps.Load(ref Unsafe.Add(ref v, 2 * TOps.Count)), s2);
            s3 = TOps.MultiplyAdd(w, TOps.Load(ref Unsafe.Add(ref v, 3 * TOps.Count)), s3);
        }

        AddTo(ref target, s0);
        AddTo(ref Unsafe.Add(ref target, TOps.Count), s1);
        AddTo(ref Unsafe.Add(ref target, 2 * TOps.Count), s2);
        AddTo(ref Unsafe.Add(ref target, 3 * TOps.Count), s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AccumulateOne(FactorView rows, ReadOnlySpan<int> panel, ref float weights, int column, ref float target)
    {
        TVector s = default;
        for (int n = 0; n < panel.Length; n++)
        {
            s = TOps.MultiplyAdd(
                TOps.Broadcast(Unsafe.Add(ref weights, n)), TOps.Load(ref Unsafe.Add(ref rows.Origin(panel[n]), column)), s);
        }

        AddTo(ref target, s);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(ref float target, TVector value) => TOps.Store(TOps.Add(TOps.Load(ref target), value), ref target);
}
