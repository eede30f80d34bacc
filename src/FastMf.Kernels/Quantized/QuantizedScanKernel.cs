using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Quantized;

/// <summary>
/// Integer products of 4-bit codes with a vector of signed bytes, four vectors of items at a time: four chains of additions hide the
/// latency, and each broadcast of the query serves four loads.
/// </summary>
internal static class QuantizedScanKernel<TOps, TVector>
    where TOps : struct, IByteLanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scan(QuantizedBlocks blocks, QuantizedQuery query, ReadOnlySpan<float> thresholds, Span<ulong> marks)
    {
        for (int block = 0; block < thresholds.Length; block++)
        {
            ulong mark = 0;
            for (int item = 0; item < NibbleLayout.ItemsPerBlock && thresholds[block] < float.PositiveInfinity; item += 4 * TOps.Count)
            {
                mark |= ScanPart(
                    ref Unsafe.Add(ref blocks.Codes(block), 4 * item),
                    ref Unsafe.Add(ref blocks.Scales(block), item),
                    ref Unsafe.Add(ref blocks.Addends(block), item),
                    query,
                    thresholds[block]) << item;
            }

            marks[block] = mark;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong ScanPart(ref byte codes, ref float scales, ref float addends, QuantizedQuery query, float threshold)
    {
        ref sbyte components = ref MemoryMarshal.GetReference(query.Components);
        TVector s0 = default, s1 = default, s2 = default, s3 = default;
        for (int d = 0; d < query.Components.Length; d += 8)
        {
            TVector low = TOps.BroadcastFour(ref Unsafe.Add(ref components, d));
            TVector high = TOps.BroadcastFour(ref Unsafe.Add(ref components, d + 4));
            TVector c0 = TOps.Load(ref codes);
            TVector c1 = TOps.Load(ref Unsafe.Add(ref codes, 4 * TOps.Count));
            TVector c2 = TOps.Load(ref Unsafe.Add(ref codes, 8 * TOps.Count));
            TVector c3 = TOps.Load(ref Unsafe.Add(ref codes, 12 * TOps.Count));
            s0 = TOps.AddProducts(TOps.AddProducts(s0, TOps.Low(c0), low), TOps.High(c0), high);
            s1 = TOps.AddProducts(TOps.AddProducts(s1, TOps.Low(c1), low), TOps.High(c1), high);
            s2 = TOps.AddProducts(TOps.AddProducts(s2, TOps.Low(c2), low), TOps.High(c2), high);
            s3 = TOps.AddProducts(TOps.AddProducts(s3, TOps.Low(c3), low), TOps.High(c3), high);
            codes = ref Unsafe.Add(ref codes, NibbleLayout.GroupBytes);
        }

        ulong mark = AtLeast(s0, 0, ref scales, ref addends, query, threshold);
        mark |= AtLeast(s1, TOps.Count, ref scales, ref addends, query, threshold);
        mark |= AtLeast(s2, 2 * TOps.Count, ref scales, ref addends, query, threshold);
        return mark | AtLeast(s3, 3 * TOps.Count, ref scales, ref addends, query, threshold);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong AtLeast(TVector sums, int item, ref float scales, ref float addends, QuantizedQuery query, float threshold) =>
        (ulong)TOps.AtLeast(
            sums, query.Offset, ref Unsafe.Add(ref scales, item), query.Factor, ref Unsafe.Add(ref addends, item), threshold) << item;
}
