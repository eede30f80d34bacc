using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastMf.Kernels.Instructions;

/// <summary>
/// What the scalar half of an SGD update needs of four lanes. Each of these would take one or two instructions more of the portable
/// operations, and an update takes as long as it has instructions that wait for the product of its factors.
/// </summary>
internal static unsafe class FourLanes
{
    /// <summary>The lower half from one address, the upper from another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Load(double* lower, double* upper) => Sse2.IsSupported
        ? Sse2.LoadHigh(Vector128.CreateScalarUnsafe(*lower), upper)
        : Vector128.Create(*lower, *upper);

    /// <summary>The reverse of <see cref="Load"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<double> value, double* lower, double* upper)
    {
        *lower = value.ToScalar();
        if (Sse2.IsSupported)
        {
            Sse2.StoreHigh(upper, value);
        }
        else
        {
            *upper = value.GetElement(1);
        }
    }

    /// <summary>Lanes 0 and 2 of the first, 1 and 3 of the second.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Alternate(Vector128<float> even, Vector128<float> odd) => Sse41.IsSupported
        ? Sse41.Blend(odd, even, 0b0101)
        : Vector128.ConditionalSelect(Vector128.Create(-1, 0, -1, 0).AsSingle(), even, odd);

    /// <summary>Each value cut off at plus and minus its limit, which is not negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Clamp(Vector128<float> values, Vector128<float> limits)
    {
        // The smaller magnitude, with the sign of the first operand.
        const byte smallerMagnitudeOfFirstSign = 0b0010;
        return Avx512DQ.VL.IsSupported
            ? Avx512DQ.VL.Range(values, limits, smallerMagnitudeOfFirstSign)
            : Vector128.MaxNative(Vector128.MinNative(values, limits), -limits);
    }
}
