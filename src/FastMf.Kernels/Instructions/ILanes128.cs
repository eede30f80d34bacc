using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastMf.Kernels.Instructions;

/// <summary>4 lanes: what does not depend on how a multiply-add rounds.</summary>
/// <remarks>
/// Rounding is no type argument: a choice inside each multiply-add doubles what the compiler has to inline, and beyond its budget it
/// leaves calls in the longest kernels, which then take twice as long.
/// </remarks>
internal interface ILanes128 : ILanes<Vector128<float>>
{
    static int ILanes<Vector128<float>>.Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> ILanes<Vector128<float>>.Load(ref float source) => Vector128.LoadUnsafe(ref source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ILanes<Vector128<float>>.Store(Vector128<float> value, ref float destination) => value.StoreUnsafe(ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> ILanes<Vector128<float>>.Broadcast(float value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> ILanes<Vector128<float>>.BroadcastThird(Vector128<float> values) => Vector128.Create(values.GetElement(2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> ILanes<Vector128<float>>.Add(Vector128<float> left, Vector128<float> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> ILanes<Vector128<float>>.Subtract(Vector128<float> left, Vector128<float> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> ILanes<Vector128<float>>.Multiply(Vector128<float> left, Vector128<float> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> ILanes<Vector128<float>>.Max(Vector128<float> left, Vector128<float> right) => Vector128.MaxNative(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> ILanes<Vector128<float>>.And(Vector128<float> left, Vector128<float> right) => left & right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> ILanes<Vector128<float>>.Or(Vector128<float> left, Vector128<float> right) => left | right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> ILanes<Vector128<float>>.Divide(Vector128<float> left, Vector128<float> right) => left / right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> ILanes<Vector128<float>>.SquareRoot(Vector128<float> value) => Vector128.Sqrt(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool ILanes<Vector128<float>>.AreAboveAndFinite(Vector128<float> values, Vector128<float> floors) =>
        Vector128.GreaterThanAll(values, floors) && Vector128.LessThanOrEqualAll(values, Vector128.Create(float.MaxValue));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (Vector128<float> C0, Vector128<float> C1, Vector128<float> C2, Vector128<float> C3) ILanes<Vector128<float>>.LoadTransposed(
        ref float source, nint step) =>
        FourByFour.Load128(ref source, step);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ILanes<Vector128<float>>.StoreTransposed(
        Vector128<float> c0, Vector128<float> c1, Vector128<float> c2, Vector128<float> c3, ref float destination, nint step) =>
        FourByFour.Store(c0, c1, c2, c3, ref destination, step);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int ILanes<Vector128<float>>.CountAbove(Vector128<float> left, Vector128<float> right) =>
        BitOperations.PopCount(Vector128.GreaterThan(left, right).ExtractMostSignificantBits());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> ILanes<Vector128<float>>.SumToFour(
        Vector128<float> part0, Vector128<float> part1, Vector128<float> part2, Vector128<float> part3) =>
        (part0 + part2) + (part1 + part3);
}
