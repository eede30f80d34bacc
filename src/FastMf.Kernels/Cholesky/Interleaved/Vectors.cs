using System.Runtime.CompilerServices;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Cholesky.Interleaved;

/// <summary>Vectors that lie one after the other, by their number.</summary>
internal static class Vectors<TOps, TVector>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector At(ref float vectors, int index) => TOps.Load(ref Unsafe.Add(ref vectors, index * TOps.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(TVector value, ref float vectors, int index) =>
        TOps.Store(value, ref Unsafe.Add(ref vectors, index * TOps.Count));
}
