using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Cholesky.Interleaved;

/// <summary>
/// Cholesky factorizations and solutions of 16 systems, one in each lane: what is one chain of dependent divisions in a single system
/// is then shared by all lanes, and no lane is ever idle, however small the rank. The same operations on the same elements as
/// <see cref="CholeskyKernel{TOps, TVector}"/>, hence the same bits.
/// </summary>
internal static class InterleavedCholesky<TOps, TVector>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
{
    private const int Side = InterleavedLayout.Side;

    /// <summary>
    /// Factorizes matrices into <paramref name="factors"/>, and replaces right-hand sides and borders by U^-T of them. All 16 are
    /// computed; where the first ones, as many as <paramref name="failedMinors"/> has elements, are positive definite, they are not
    /// changed.
    /// </summary>
    public static void Factorize(
        Span<float> matrices, int rank, Span<float> rights, Span<float> borders, Span<float> factors, Span<int> failedMinors)
    {
        int stride = FactorView.StrideFor(rank);
        int length = stride * stride;
        failedMinors.Clear();
        for (int first = 0; first < failedMinors.Length; first += TOps.Count)
        {
            bool succeeded = TryFactorizeLanes(
                ref Unsafe.Add(ref MemoryMarshal.GetReference(matrices), (nint)first * length),
                rank,
                stride,
                rights.IsEmpty ? [] : rights.Slice(first * stride, TOps.Count * stride),
                borders.IsEmpty ? [] : borders.Slice(first * stride, TOps.Count * stride),
                ref Unsafe.Add(ref MemoryMarshal.GetReference(factors), InterleavedLayout.Length(rank, first)));
            for (int system = first; !succeeded && system < Math.Min(first + TOps.Count, failedMinors.Length); system++)
            {
                failedMinors[system] = CholeskyKernel<TOps, TVector>.Factorize(matrices.Slice(system * length, length), rank, [], []);
            }
        }
    }

    /// <summary>U x = y for the first systems of 16; x replaces y.</summary>
    [SkipLocalsInit]
    public static void SolveBack(ReadOnlySpan<float> factors, int rank, Span<float> rights, int systems)
    {
        int stride = FactorView.StrideFor(rank);
        int strips = InterleavedLayout.Strips(rank);
        Span<float> x = stackalloc float[strips * Side * TOps.Count];
        for (int first = 0; first < systems; first += TOps.Count)
        {
            ref float u = ref Unsafe.Add(ref MemoryMarshal.GetReference(factors), InterleavedLayout.Length(rank, first));
            Span<float> lanes = rights.Slice(first * stride, TOps.Count * stride);
            InterleavedVector<TOps, TVector>.Load(lanes, stride, x);
            for (int strip = strips - 1; strip >= 0; strip--)
            {
                InterleavedSolve<TOps, TVector>.BackStrip(ref u, strip, strips, ref MemoryMarshal.GetReference(x));
            }

            InterleavedVector<TOps, TVector>.Store(x, stride, lanes);
        }
    }

    /// <summary>Returns whether all lanes have succeeded.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryFactorizeLanes(ref float matrices, int rank, int stride, Span<float> rights, Span<float> borders, ref float u)
    {
        int strips = InterleavedLayout.Strips(rank);
        int blockLength = InterleavedLayout.BlockVectors * TOps.Count;
        nint step = (nint)stride * stride;
        Span<float> triangleVectors = stackalloc float[InterleavedTriangle<TOps, TVector>.Vectors * TOps.Count];
        Span<float> rightVectors = stackalloc float[rights.IsEmpty ? 0 : strips * Side * TOps.Count];
        Span<float> borderVectors = stackalloc float[borders.IsEmpty ? 0 : strips * Side * TOps.Count];
        ref float triangle = ref MemoryMarshal.GetReference(triangleVectors);
        InterleavedVector<TOps, TVector>.Load(rights, stride, rightVectors);
        InterleavedVector<TOps, TVector>.Load(borders, stride, borderVectors);
        bool succeeded = true;
        for (int strip = 0; strip < strips; strip++)
        {
            ref float left = ref Unsafe.Add(ref u, InterleavedLayout.Column(strip) * blockLength);
            ref float rows = ref Unsafe.Add(ref matrices, strip * Side * stride);
            ref float diagonal = ref Unsafe.Add(ref left, strip * blockLength);
            InterleavedTile<TOps, TVector>.Compute(
                ref Unsafe.Add(ref rows, strip * Side),
                step,
                stride,
                ref left,
                ref left,
                strip * Side,
                ref triangle,
                ref diagonal,
                isDiagonal: true);
            InterleavedTriangle<TOps, TVector>.MakePaddingUnit(ref diagonal, ref triangle, rank - strip * Side);
            succeeded &= InterleavedTriangle<TOps, TVector>.TryFactorize(ref diagonal, ref triangle);
            InterleavedSolve<TOps, TVector>.ForwardStrip(ref left, strip, rightVectors);
            InterleavedSolve<TOps, TVector>.ForwardStrip(ref left, strip, borderVectors);
            for (int column = strip + 1; column < strips; column++)
            {
                ref float above = ref Unsafe.Add(ref u, InterleavedLayout.Column(column) * blockLength);
                ref float block = ref Unsafe.Add(ref above, strip * blockLength);
                InterleavedTile<TOps, TVector>.Compute(
                    ref Unsafe.Add(ref rows, column * Side),
                    step,
                    stride,
                    ref left,
                    ref above,
                    strip * Side,
                    ref triangle,
                    ref block,
                    isDiagonal: false);
            }
        }

        InterleavedVector<TOps, TVector>.Store(rightVectors, stride, rights);
        InterleavedVector<TOps, TVector>.Store(borderVectors, stride, borders);
        return succeeded;
    }
}
