using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Dot;

/// <summary>
/// A row of at most eight vectors that stays in registers while others pass by, for products with the bits of
/// <see cref="DotKernel{TOps, TVector}.Dot"/>. Longer rows are read again from the first-level cache.
/// </summary>
internal readonly ref struct HeldRow<TOps, TVector, TCount>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
    where TCount : struct, VectorCount.IVectorCount
{
    private readonly ref float _row;
    private readonly int _stride;
    private readonly TVector _p0;
    private readonly TVector _p1;
    private readonly TVector _p2;
    private readonly TVector _p3;
    private readonly TVector _p4;
    private readonly TVector _p5;
    private readonly TVector _p6;
    private readonly TVector _p7;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public HeldRow(ref float row, int stride)
    {
        if (TCount.Count == 0)
        {
            _row = ref row;
            _stride = stride;
            return;
        }

        _p0 = TOps.Load(ref row);
        if (TCount.Count > 1)
        {
            _p1 = TOps.Load(ref Unsafe.Add(ref row, TOps.Count));
        }

        if (TCount.Count > 2)
        {
            _p2 = TOps.Load(ref Unsafe.Add(ref row, 2 * TOps.Count));
        }

        if (TCount.Count > 3)
        {
            _p3 = TOps.Load(ref Unsafe.Add(ref row, 3 * TOps.Count));
        }

        if (TCount.Count > 4)
        {
            _p4 = TOps.Load(ref Unsafe.Add(ref row, 4 * TOps.Count));
        }

        if (TCount.Count > 5)
        {
            _p5 = TOps.Load(ref Unsafe.Add(ref row, 5 * TOps.Count));
        }

        if (TCount.Count > 6)
        {
            _p6 = TOps.Load(ref Unsafe.Add(ref row, 6 * TOps.Count));
        }

        if (TCount.Count > 7)
        {
            _p7 = TOps.Load(ref Unsafe.Add(ref row, 7 * TOps.Count));
        }
    }

    /// <summary>
    /// The product with another row but for the last two levels of the tree: the sums of lanes that are congruent modulo 4.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> ToFour(ref float q)
    {
        if (TCount.Count == 0)
        {
            return DotKernel<TOps, TVector>.DotToFour(ref _row, ref q, _stride);
        }

        TVector s0 = TOps.Multiply(_p0, TOps.Load(ref q));
        TVector s1 = default, s2 = default, s3 = default;
        if (TCount.Count > 1)
        {
            s1 = TOps.Multiply(_p1, TOps.Load(ref Unsafe.Add(ref q, TOps.Count)));
        }

        if (TCount.Count > 2)
        {
            s2 = TOps.Multiply(_p2, TOps.Load(ref Unsafe.Add(ref q, 2 * TOps.Count)));
        }

        if (TCount.Count > 3)
        {
            s3 = TOps.Multiply(_p3, TOps.Load(ref Unsafe.Add(ref q, 3 * TOps.Count)));
        }

        if (TCount.Count > 4 && TOps.Count < 16)
        {
            return Eight(ref q, s0, s1, s2, s3);
        }

        if (TCount.Count > 4)
        {
            s0 = TOps.MultiplyAdd(_p4, TOps.Load(ref Unsafe.Add(ref q, 4 * TOps.Count)), s0);
        }

        if (TCount.Count > 5)
        {
            s1 = TOps.MultiplyAdd(_p5, TOps.Load(ref Unsafe.Add(ref q, 5 * TOps.Count)), s1);
        }

        if (TCount.Count > 6)
        {
            s2 = TOps.MultiplyAdd(_p6, TOps.Load(ref Unsafe.Add(ref q, 6 * TOps.Count)), s2);
        }

        if (TCount.Count > 7)
        {
            s3 = TOps.MultiplyAdd(_p7, TOps.Load(ref Unsafe.Add(ref q, 7 * TOps.Count)), s3);
        }

        return ChunkSum<TOps, TVector, TCount>.ToFour(s0, s1, s2, s3);
    }

    /// <summary>Four chunks of two vectors, or two of four, each in an accumulator of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<float> Eight(ref float q, TVector s0, TVector s1, TVector s2, TVector s3)
    {
        TVector s4 = TOps.Multiply(_p4, TOps.Load(ref Unsafe.Add(ref q, 4 * TOps.Count)));
        TVector s5 = TOps.Multiply(_p5, TOps.Load(ref Unsafe.Add(ref q, 5 * TOps.Count)));
        TVector s6 = TOps.Multiply(_p6, TOps.Load(ref Unsafe.Add(ref q, 6 * TOps.Count)));
        TVector s7 = TOps.Multiply(_p7, TOps.Load(ref Unsafe.Add(ref q, 7 * TOps.Count)));
        return TOps.Count == 8
            ? TOps.SumToFour(TOps.Add(TOps.Add(s0, s2), TOps.Add(s4, s6)), TOps.Add(TOps.Add(s1, s3), TOps.Add(s5, s7)), default, default)
            : TOps.SumToFour(TOps.Add(s0, s4), TOps.Add(s1, s5), TOps.Add(s2, s6), TOps.Add(s3, s7));
    }
}
