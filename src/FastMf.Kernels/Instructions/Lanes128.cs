using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastMf.Kernels.Instructions;

/// <summary>4 lanes that round a multiply-add twice: SSE, or no vector unit at all.</summary>
internal readonly struct Lanes128 : ILanes128
{
    public static bool HasManyRegisters => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> left, Vector128<float> right, Vector128<float> addend) =>
        (left * right) + addend;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplySubtract(Vector128<float> left, Vector128<float> right, Vector128<float> minuend) =>
        minuend - (left * right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAddFour(Vector128<float> left, Vector128<float> right, Vector128<float> addend) =>
        (left * right) + addend;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAdd(float left, float right, float addend) => (left * right) + addend;
}
