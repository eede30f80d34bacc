using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Cholesky;

/// <summary>
/// Puts a row of U into its final form in registers: zeros left of the diagonal, so that the solves may work on whole vectors, and the
/// reciprocal on the diagonal, so that they multiply and never divide. Writing single elements instead would make the next load of the
/// vector wait until they have left the store buffer.
/// </summary>
internal static class DiagonalMask
{
    /// <summary>16 zeros, a one, 16 zeros.</summary>
    private static ReadOnlySpan<int> One =>
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>17 zeros, 16 ones.</summary>
    private static ReadOnlySpan<int> Right =>
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1];

    /// <summary>
    /// <paramref name="row"/> with zeros before lane <paramref name="diagonal"/> and <paramref name="reciprocal"/> in it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TOps, TVector>(TVector row, int diagonal, float reciprocal)
        where TOps : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector kept = TOps.And(row, Load<TOps, TVector>(Right, diagonal));
        return TOps.Or(kept, TOps.And(TOps.Broadcast(reciprocal), Load<TOps, TVector>(One, diagonal)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Load<TOps, TVector>(ReadOnlySpan<int> bits, int diagonal)
        where TOps : struct, ILanes<TVector>
        where TVector : struct =>
        TOps.Load(ref Unsafe.As<int, float>(ref Unsafe.Add(ref MemoryMarshal.GetReference(bits), 16 - diagonal)));
}
