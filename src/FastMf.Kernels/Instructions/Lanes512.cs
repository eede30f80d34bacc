using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastMf.Kernels.Instructions;

/// <summary>16 lanes: AVX-512.</summary>
internal readonly struct Lanes512 : ILanes<Vector512<float>>
{
    public static int Count => 16;

    public static bool HasManyRegisters => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(ref float source) => Vector512.LoadUnsafe(ref source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, ref float destination) => value.StoreUnsafe(ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> BroadcastThird(Vector128<float> values) => Avx512F.IsSupported
        ? Avx512F.PermuteVar16x32(values.ToVector256Unsafe().ToVector512Unsafe(), Vector512.Create(2))
        : Vector512.Create(values.GetElement(2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> left, Vector512<float> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Subtract(Vector512<float> left, Vector512<float> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Multiply(Vector512<float> left, Vector512<float> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Max(Vector512<float> left, Vector512<float> right) => Vector512.MaxNative(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> left, Vector512<float> right, Vector512<float> addend) =>
        Vector512.FusedMultiplyAdd(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplySubtract(Vector512<float> left, Vector512<float> right, Vector512<float> minuend) =>
        Vector512.FusedMultiplyAdd(-left, right, minuend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> And(Vector512<float> left, Vector512<float> right) => left & right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Or(Vector512<float> left, Vector512<float> right) => left | right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Divide(Vector512<float> left, Vector512<float> right) => left / right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> SquareRoot(Vector512<float> value) => Vector512.Sqrt(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreAboveAndFinite(Vector512<float> values, Vector512<float> floors) =>
        Vector512.GreaterThanAll(values, floors) && Vector512.LessThanOrEqualAll(values, Vector512.Create(float.MaxValue));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> C0, Vector512<float> C1, Vector512<float> C2, Vector512<float> C3) LoadTransposed(
        ref float source, nint step) =>
        FourByFour.Load512(ref source, step);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTransposed(
        Vector512<float> c0, Vector512<float> c1, Vector512<float> c2, Vector512<float> c3, ref float destination, nint step) =>
        FourByFour.Store(c0, c1, c2, c3, ref destination, step);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int CountAbove(Vector512<float> left, Vector512<float> right) =>
        BitOperations.PopCount(Vector512.GreaterThan(left, right).ExtractMostSignificantBits());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> SumToFour(Vector512<float> part0, Vector512<float> part1, Vector512<float> part2, Vector512<float> part3)
    {
        Vector256<float> eight = part0.GetLower() + part0.GetUpper();
        return eight.GetLower() + eight.GetUpper();
    }

    /// <summary>Lane l of the result is lane l + <paramref name="lanes"/> of the value, modulo 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Rotate(Vector512<float> value, [ConstantExpected] byte lanes) => Avx512F.IsSupported
        ? Avx512F.AlignRight32(value.AsInt32(), value.AsInt32(), lanes).AsSingle()
        : Vector512.Shuffle(value, (Vector512<int>.Indices + Vector512.Create((int)lanes)) & Vector512.Create(15));
}
