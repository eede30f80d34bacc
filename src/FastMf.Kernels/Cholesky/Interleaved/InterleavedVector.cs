using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Cholesky.Interleaved;

/// <summary>
/// Vectors of several systems between their own places, stride floats each, and lanes: element i of all systems is one vector.
/// </summary>
internal static class InterleavedVector<TOps, TVector>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Fills <paramref name="lanes"/>.</summary>
    public static void Load(ReadOnlySpan<float> systems, int stride, Span<float> lanes)
    {
        ref float source = ref MemoryMarshal.GetReference(systems);
        for (int i = 0; i < lanes.Length; i += 4 * TOps.Count)
        {
            ref float four = ref lanes[i];
            (TVector c0, TVector c1, TVector c2, TVector c3) = TOps.LoadTransposed(ref Unsafe.Add(ref source, i / TOps.Count), stride);
            TOps.Store(c0, ref four);
            TOps.Store(c1, ref Unsafe.Add(ref four, TOps.Count));
            TOps.Store(c2, ref Unsafe.Add(ref four, 2 * TOps.Count));
            TOps.Store(c3, ref Unsafe.Add(ref four, 3 * TOps.Count));
        }
    }

    /// <summary>The reverse.</summary>
    public static void Store(Span<float> lanes, int stride, Span<float> systems)
    {
        ref float destination = ref MemoryMarshal.GetReference(systems);
        for (int i = 0; i < lanes.Length; i += 4 * TOps.Count)
        {
            ref float four = ref lanes[i];
            TOps.StoreTransposed(
                TOps.Load(ref four),
                TOps.Load(ref Unsafe.Add(ref four, TOps.Count)),
                TOps.Load(ref Unsafe.Add(ref four, 2 * TOps.Count)),
                TOps.Load(ref Unsafe.Add(ref four, 3 * TOps.Count)),
                ref Unsafe.Add(ref destination, i / TOps.Count),
                stride);
        }
    }
}
