using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastMf.Kernels.Instructions;

/// <summary>4 items at a time: any processor with vectors of 128 bits, or none.</summary>
internal readonly struct Bytes128 : IByteLanes<Vector128<byte>>
{
    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Load(ref byte source) => Vector128.LoadUnsafe(ref source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> BroadcastFour(ref sbyte source) =>
        Vector128.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.As<sbyte, byte>(ref source))).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Low(Vector128<byte> codes) => codes & Vector128.Create((byte)15);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> High(Vector128<byte> codes) => Low((codes.AsUInt16() >>> 4).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> AddProducts(Vector128<byte> sums, Vector128<byte> codes, Vector128<byte> signed)
    {
        if (Ssse3.IsSupported)
        {
            Vector128<short> twos = Ssse3.MultiplyAddAdjacent(codes, signed.AsSByte());
            return (sums.AsInt32() + Sse2.MultiplyAddAdjacent(twos, Vector128.Create((short)1))).AsByte();
        }

        // Even and odd bytes as 16-bit numbers; the shifts extend the sign.
        Vector128<short> even = (codes.AsInt16() & Vector128.Create((short)255)) * ((signed.AsInt16() << 8) >> 8);
        Vector128<short> odd = (codes.AsInt16() >>> 8) * (signed.AsInt16() >> 8);
        Vector128<short> pairs = even + odd;
        Vector128<int> products = ((pairs.AsInt32() << 16) >> 16) + (pairs.AsInt32() >> 16);
        return (sums.AsInt32() + products).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AtLeast(Vector128<byte> sums, float offset, ref float scales, float factor, ref float addends, float threshold)
    {
        Vector128<float> scaled = (Vector128.ConvertToSingle(sums.AsInt32()) - Vector128.Create(offset)) * Vector128.LoadUnsafe(ref scales);
        Vector128<float> values = scaled * Vector128.Create(factor) + Vector128.LoadUnsafe(ref addends);
        return (uint)Vector128.GreaterThanOrEqual(values, Vector128.Create(threshold)).ExtractMostSignificantBits();
    }
}
