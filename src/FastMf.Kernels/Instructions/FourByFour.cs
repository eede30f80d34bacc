using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastMf.Kernels.Instructions;

/// <summary>
/// Transposition of four columns of 4, 8 or 16 rows: every fourth row is loaded into a quarter of a vector, and the 4 x 4 blocks that lie
/// in the same quarter of four vectors are transposed in place. Nothing ever crosses quarters, which would cost a permutation.
/// </summary>
internal static class FourByFour
{
    /// <summary>Four columns of 4 rows that lie <paramref name="step"/> floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector128<float> C0, Vector128<float> C1, Vector128<float> C2, Vector128<float> C3) Load128(
        ref float source, nint step) =>
        Transpose(
            Part128(ref source, step),
            Part128(ref Unsafe.Add(ref source, step), step),
            Part128(ref Unsafe.Add(ref source, 2 * step), step),
            Part128(ref Unsafe.Add(ref source, 3 * step), step));

    /// <summary>The reverse of <see cref="Load128"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(
        Vector128<float> c0, Vector128<float> c1, Vector128<float> c2, Vector128<float> c3, ref float destination, nint step)
    {
        (c0, c1, c2, c3) = Transpose(c0, c1, c2, c3);
        Put(c0, ref destination, step);
        Put(c1, ref Unsafe.Add(ref destination, step), step);
        Put(c2, ref Unsafe.Add(ref destination, 2 * step), step);
        Put(c3, ref Unsafe.Add(ref destination, 3 * step), step);
    }

    /// <summary>Four columns of 8 rows that lie <paramref name="step"/> floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<float> C0, Vector256<float> C1, Vector256<float> C2, Vector256<float> C3) Load256(
        ref float source, nint step) =>
        Transpose(
            Part256(ref source, step),
            Part256(ref Unsafe.Add(ref source, step), step),
            Part256(ref Unsafe.Add(ref source, 2 * step), step),
            Part256(ref Unsafe.Add(ref source, 3 * step), step));

    /// <summary>The reverse of <see cref="Load256"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(
        Vector256<float> c0, Vector256<float> c1, Vector256<float> c2, Vector256<float> c3, ref float destination, nint step)
    {
        (c0, c1, c2, c3) = Transpose(c0, c1, c2, c3);
        Put(c0, ref destination, step);
        Put(c1, ref Unsafe.Add(ref destination, step), step);
        Put(c2, ref Unsafe.Add(ref destination, 2 * step), step);
        Put(c3, ref Unsafe.Add(ref destination, 3 * step), step);
    }

    /// <summary>Four columns of 16 rows that lie <paramref name="step"/> floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> C0, Vector512<float> C1, Vector512<float> C2, Vector512<float> C3) Load512(
        ref float source, nint step) =>
        Transpose(
            Part512(ref source, step),
            Part512(ref Unsafe.Add(ref source, step), step),
            Part512(ref Unsafe.Add(ref source, 2 * step), step),
            Part512(ref Unsafe.Add(ref source, 3 * step), step));

    /// <summary>The reverse of <see cref="Load512"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(
        Vector512<float> c0, Vector512<float> c1, Vector512<float> c2, Vector512<float> c3, ref float destination, nint step)
    {
        (c0, c1, c2, c3) = Transpose(c0, c1, c2, c3);
        Put(c0, ref destination, step);
        Put(c1, ref Unsafe.Add(ref destination, step), step);
        Put(c2, ref Unsafe.Add(ref destination, 2 * step), step);
        Put(c3, ref Unsafe.Add(ref destination, 3 * step), step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector128<float> A, Vector128<float> B, Vector128<float> C, Vector128<float> D) Transpose(
        Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d)
    {
        if (!Sse.IsSupported)
        {
            return (Lane(0, a, b, c, d), Lane(1, a, b, c, d), Lane(2, a, b, c, d), Lane(3, a, b, c, d));
        }

        Vector128<float> lowAb = Sse.UnpackLow(a, b), highAb = Sse.UnpackHigh(a, b);
        Vector128<float> lowCd = Sse.UnpackLow(c, d), highCd = Sse.UnpackHigh(c, d);
        return (
            Sse.Shuffle(lowAb, lowCd, 0b01_00_01_00),
            Sse.Shuffle(lowAb, lowCd, 0b11_10_11_10),
            Sse.Shuffle(highAb, highCd, 0b01_00_01_00),
            Sse.Shuffle(highAb, highCd, 0b11_10_11_10));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<float> A, Vector256<float> B, Vector256<float> C, Vector256<float> D) Transpose(
        Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d)
    {
        if (!Avx.IsSupported)
        {
            (Vector128<float> a0, Vector128<float> b0, Vector128<float> c0, Vector128<float> d0) = Transpose(
                a.GetLower(), b.GetLower(), c.GetLower(), d.GetLower());
            (Vector128<float> a1, Vector128<float> b1, Vector128<float> c1, Vector128<float> d1) = Transpose(
                a.GetUpper(), b.GetUpper(), c.GetUpper(), d.GetUpper());
            return (Vector256.Create(a0, a1), Vector256.Create(b0, b1), Vector256.Create(c0, c1), Vector256.Create(d0, d1));
        }

        Vector256<float> lowAb = Avx.UnpackLow(a, b), highAb = Avx.UnpackHigh(a, b);
        Vector256<float> lowCd = Avx.UnpackLow(c, d), highCd = Avx.UnpackHigh(c, d);
        return (
            Avx.Shuffle(lowAb, lowCd, 0b01_00_01_00),
            Avx.Shuffle(lowAb, lowCd, 0b11_10_11_10),
            Avx.Shuffle(highAb, highCd, 0b01_00_01_00),
            Avx.Shuffle(highAb, highCd, 0b11_10_11_10));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> A, Vector512<float> B, Vector512<float> C, Vector512<float> D) Transpose(
        Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d)
    {
        if (!Avx512F.IsSupported)
        {
            (Vector256<float> a0, Vector256<float> b0, Vector256<float> c0, Vector256<float> d0) = Transpose(
                a.GetLower(), b.GetLower(), c.GetLower(), d.GetLower());
            (Vector256<float> a1, Vector256<float> b1, Vector256<float> c1, Vector256<float> d1) = Transpose(
                a.GetUpper(), b.GetUpper(), c.GetUpper(), d.GetUpper());
            return (Vector512.Create(a0, a1), Vector512.Create(b0, b1), Vector512.Create(c0, c1), Vector512.Create(d0, d1));
        }

        Vector512<float> lowAb = Avx512F.UnpackLow(a, b), highAb = Avx512F.UnpackHigh(a, b);
        Vector512<float> lowCd = Avx512F.UnpackLow(c, d), highCd = Avx512F.UnpackHigh(c, d);
        return (
            Avx512F.Shuffle(lowAb, lowCd, 0b01_00_01_00),
            Avx512F.Shuffle(lowAb, lowCd, 0b11_10_11_10),
            Avx512F.Shuffle(highAb, highCd, 0b01_00_01_00),
            Avx512F.Shuffle(highAb, highCd, 0b11_10_11_10));
    }

    /// <summary>Four floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Part128(ref float source, nint step) => Vector128.LoadUnsafe(ref source);

    /// <summary>Four floats of rows 0 and 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Part256(ref float source, nint step) =>
        Vector256.Create(Vector128.LoadUnsafe(ref source), Vector128.LoadUnsafe(ref Unsafe.Add(ref source, 4 * step)));

    /// <summary>Four floats of rows 0, 4, 8 and 12.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Part512(ref float source, nint step) =>
        Vector512.Create(Part256(ref source, step), Part256(ref Unsafe.Add(ref source, 8 * step), step));

    /// <summary>The reverse of <see cref="Part128"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(Vector128<float> value, ref float destination, nint step) => value.StoreUnsafe(ref destination);

    /// <summary>The reverse of <see cref="Part256"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(Vector256<float> value, ref float destination, nint step)
    {
        value.GetLower().StoreUnsafe(ref destination);
        value.GetUpper().StoreUnsafe(ref Unsafe.Add(ref destination, 4 * step));
    }

    /// <summary>The reverse of <see cref="Part512"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(Vector512<float> value, ref float destination, nint step)
    {
        Put(value.GetLower(), ref destination, step);
        Put(value.GetUpper(), ref Unsafe.Add(ref destination, 8 * step), step);
    }

    private static Vector128<float> Lane(int lane, Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d) =>
        Vector128.Create(a.GetElement(lane), b.GetElement(lane), c.GetElement(lane), d.GetElement(lane));
}
