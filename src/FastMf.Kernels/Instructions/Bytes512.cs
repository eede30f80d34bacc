using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastMf.Kernels.Instructions;

/// <summary>16 items at a time: AVX-512.</summary>
internal readonly struct Bytes512 : IByteLanes<Vector512<byte>>
{
    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Load(ref byte source) => Vector512.LoadUnsafe(ref source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> BroadcastFour(ref sbyte source) =>
        Vector512.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.As<sbyte, byte>(ref source))).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Low(Vector512<byte> codes) => codes & Vector512.Create((byte)15);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> High(Vector512<byte> codes) => Low((codes.AsUInt16() >>> 4).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> AddProducts(Vector512<byte> sums, Vector512<byte> codes, Vector512<byte> signed)
    {
        if (Avx512BW.IsSupported)
        {
            Vector512<short> twos = Avx512BW.MultiplyAddAdjacent(codes, signed.AsSByte());
            return (sums.AsInt32() + Avx512BW.MultiplyAddAdjacent(twos, Vector512.Create((short)1))).AsByte();
        }

        // Even and odd bytes as 16-bit numbers; the shifts extend the sign.
        Vector512<short> even = (codes.AsInt16() & Vector512.Create((short)255)) * ((signed.AsInt16() << 8) >> 8);
        Vector512<short> odd = (codes.AsInt16() >>> 8) * (signed.AsInt16() >> 8);
        Vector512<short> pairs = even + odd;
        Vector512<int> products = ((pairs.AsInt32() << 16) >> 16) + (pairs.AsInt32() >> 16);
        return (sums.AsInt32() + products).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AtLeast(Vector512<byte> sums, float offset, ref float scales, float factor, ref float addends, float threshold)
    {
        Vector512<float> scaled = (Vector512.ConvertToSingle(sums.AsInt32()) - Vector512.Create(offset)) * Vector512.LoadUnsafe(ref scales);
        Vector512<float> values = scaled * Vector512.Create(factor) + Vector512.LoadUnsafe(ref addends);
        return (uint)Vector512.GreaterThanOrEqual(values, Vector512.Create(threshold)).ExtractMostSignificantBits();
    }
}
