using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastMf.Kernels.Instructions;

/// <summary>8 items at a time: AVX2, with AVX-VNNI where there is.</summary>
internal readonly struct Bytes256 : IByteLanes<Vector256<byte>>
{
    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Load(ref byte source) => Vector256.LoadUnsafe(ref source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> BroadcastFour(ref sbyte source) =>
        Vector256.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.As<sbyte, byte>(ref source))).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Low(Vector256<byte> codes) => codes & Vector256.Create((byte)15);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> High(Vector256<byte> codes) => Low((codes.AsUInt16() >>> 4).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> AddProducts(Vector256<byte> sums, Vector256<byte> codes, Vector256<byte> signed)
    {
        if (AvxVnni.IsSupported)
        {
            return AvxVnni.MultiplyWideningAndAdd(sums.AsInt32(), codes, signed.AsSByte()).AsByte();
        }

        if (Avx2.IsSupported)
        {
            Vector256<short> twos = Avx2.MultiplyAddAdjacent(codes, signed.AsSByte());
            return (sums.AsInt32() + Avx2.MultiplyAddAdjacent(twos, Vector256.Create((short)1))).AsByte();
        }

        // Even and odd bytes as 16-bit numbers; the shifts extend the sign.
        Vector256<short> even = (codes.AsInt16() & Vector256.Create((short)255)) * ((signed.AsInt16() << 8) >> 8);
        Vector256<short> odd = (codes.AsInt16() >>> 8) * (signed.AsInt16() >> 8);
        Vector256<short> pairs = even + odd;
        Vector256<int> products = ((pairs.AsInt32() << 16) >> 16) + (pairs.AsInt32() >> 16);
        return (sums.AsInt32() + products).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AtLeast(Vector256<byte> sums, float offset, ref float scales, float factor, ref float addends, float threshold)
    {
        Vector256<float> scaled = (Vector256.ConvertToSingle(sums.AsInt32()) - Vector256.Create(offset)) * Vector256.LoadUnsafe(ref scales);
        Vector256<float> values = scaled * Vector256.Create(factor) + Vector256.LoadUnsafe(ref addends);
        return (uint)Vector256.GreaterThanOrEqual(values, Vector256.Create(threshold)).ExtractMostSignificantBits();
    }
}
