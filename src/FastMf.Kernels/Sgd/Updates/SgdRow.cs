using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using FastMf.Kernels.Dot;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Sgd.Updates;

/// <summary>
/// The factors of a sample's user and item between product and update: in registers for up to eight vectors, in memory for more.
/// Sums are over 16 logical lanes in the order of <see cref="DotKernel{TOps, TVector}"/>, chunk c in accumulator c.
/// </summary>
internal struct SgdRow<TOps, TVector, TCount>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
    where TCount : struct, VectorCount.IVectorCount
{
    private TVector _p0;
    private TVector _p1;
    private TVector _p2;
    private TVector _p3;
    private TVector _p4;
    private TVector _p5;
    private TVector _p6;
    private TVector _p7;
    private TVector _q0;
    private TVector _q1;
    private TVector _q2;
    private TVector _q3;
    private TVector _q4;
    private TVector _q5;
    private TVector _q6;
    private TVector _q7;

    /// <summary>Reads both rows; returns p . q.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float LoadAndMultiply(ref float p, ref float q, int stride)
    {
        if (TCount.Count == 0)
        {
            return DotKernel<TOps, TVector>.Dot(ref p, ref q, stride);
        }

        TVector s0, s1 = default, s2 = default, s3 = default;
        _p0 = TOps.Load(ref p);
        _q0 = TOps.Load(ref q);
        s0 = TOps.Multiply(_p0, _q0);
        if (TCount.Count > 1)
        {
            _p1 = TOps.Load(ref Unsafe.Add(ref p, TOps.Count));
            _q1 = TOps.Load(ref Unsafe.Add(ref q, TOps.Count));
            s1 = TOps.Multiply(_p1, _q1);
        }

        if (TCount.Count > 2)
        {
            _p2 = TOps.Load(ref Unsafe.Add(ref p, 2 * TOps.Count));
            _q2 = TOps.Load(ref Unsafe.Add(ref q, 2 * TOps.Count));
            s2 = TOps.Multiply(_p2, _q2);
        }

        if (TCount.Count > 3)
        {
            _p3 = TOps.Load(ref Unsafe.Add(ref p, 3 * TOps.Count));
            _q3 = TOps.Load(ref Unsafe.Add(ref q, 3 * TOps.Count));
            s3 = TOps.Multiply(_p3, _q3);
        }

        if (TCount.Count > 4)
        {
            _p4 = TOps.Load(ref Unsafe.Add(ref p, 4 * TOps.Count));
            _q4 = TOps.Load(ref Unsafe.Add(ref q, 4 * TOps.Count));
            s0 = TOps.MultiplyAdd(_p4, _q4, s0);
        }

        if (TCount.Count > 5)
        {
            _p5 = TOps.Load(ref Unsafe.Add(ref p, 5 * TOps.Count));
            _q5 = TOps.Load(ref Unsafe.Add(ref q, 5 * TOps.Count));
            s1 = TOps.MultiplyAdd(_p5, _q5, s1);
        }

        if (TCount.Count > 6)
        {
            _p6 = TOps.Load(ref Unsafe.Add(ref p, 6 * TOps.Count));
            _q6 = TOps.Load(ref Unsafe.Add(ref q, 6 * TOps.Count));
            s2 = TOps.MultiplyAdd(_p6, _q6, s2);
        }

        if (TCount.Count > 7)
        {
            _p7 = TOps.Load(ref Unsafe.Add(ref p, 7 * TOps.Count));
            _q7 = TOps.Load(ref Unsafe.Add(ref q, 7 * TOps.Count));
            s3 = TOps.MultiplyAdd(_p7, _q7, s3);
        }

        return LaneSum.Of(ChunkSum<TOps, TVector, TCount>.ToFour(s0, s1, s2, s3));
    }

    /// <summary>p = keep p + step q and q = keep q + step p, with the new p or the old one.</summary>
    /// <param name="p">The user's row.</param>
    /// <param name="q">The item's row.</param>
    /// <param name="stride">Its floats.</param>
    /// <param name="steps">Lane 0: the user's step; lane 2: the item's.</param>
    /// <param name="keep">Lane 0: what is kept of the user's row; lane 2: of the item's.</param>
    /// <param name="simultaneous">Whether q steps by the old p.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Step(ref float p, ref float q, int stride, Vector128<float> steps, Vector128<float> keep, bool simultaneous)
    {
        // One branch for a sample instead of one for a vector: the rule is a constant in what is inlined.
        if (simultaneous)
        {
            StepAll(ref p, ref q, stride, steps, keep, true);
        }
        else
        {
            StepAll(ref p, ref q, stride, steps, keep, false);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void StepAll(ref float p, ref float q, int stride, Vector128<float> steps, Vector128<float> keep, bool simultaneous)
    {
        // Lane 0 last: its broadcast may then overwrite the register.
        TVector stepOfItem = TOps.BroadcastThird(steps);
        TVector keepOfItem = TOps.BroadcastThird(keep);
        var constants = new StepConstants(TOps.Broadcast(steps.GetElement(0)), stepOfItem, TOps.Broadcast(keep.GetElement(0)), keepOfItem);
        if (TCount.Count == 0)
        {
            for (nint i = 0; i < stride; i += TOps.Count)
            {
                ref float pi = ref Unsafe.Add(ref p, i);
                ref float qi = ref Unsafe.Add(ref q, i);
                StepOne(TOps.Load(ref pi), TOps.Load(ref qi), ref pi, ref qi, constants, simultaneous);
            }

            return;
        }

        StepOne(_p0, _q0, ref p, ref q, constants, simultaneous);
        if (TCount.Count > 1)
        {
            StepOne(_p1, _q1, ref Unsafe.Add(ref p, TOps.Count), ref Unsafe.Add(ref q, TOps.Count), constants, simultaneous);
        }

        if (TCount.Count > 2)
        {
            StepOne(_p2, _q2, ref Unsafe.Add(ref p, 2 * TOps.Count), ref Unsafe.Add(ref q, 2 * TOps.Count), constants, simultaneous);
        }

        if (TCount.Count > 3)
        {
            StepOne(_p3, _q3, ref Unsafe.Add(ref p, 3 * TOps.Count), ref Unsafe.Add(ref q, 3 * TOps.Count), constants, simultaneous);
        }

        if (TCount.Count > 4)
        {
            StepOne(_p4, _q4, ref Unsafe.Add(ref p, 4 * TOps.Count), ref Unsafe.Add(ref q, 4 * TOps.Count), constants, simultaneous);
        }

        if (TCount.Count > 5)
        {
            StepOne(_p5, _q5, ref Unsafe.Add(ref p, 5 * TOps.Count), ref Unsafe.Add(ref q, 5 * TOps.Count), constants, simultaneous);
        }

        if (TCount.Count > 6)
        {
            StepOne(_p6, _q6, ref Unsafe.Add(ref p, 6 * TOps.Count), ref Unsafe.Add(ref q, 6 * TOps.Count), constants, simultaneous);
        }

        if (TCount.Count > 7)
        {
            StepOne(_p7, _q7, ref Unsafe.Add(ref p, 7 * TOps.Count), ref Unsafe.Add(ref q, 7 * TOps.Count), constants, simultaneous);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StepOne(TVector oldP, TVector oldQ, ref float p, ref float q, in StepConstants constants, bool simultaneous)
    {
        TVector newP = TOps.MultiplyAdd(constants.StepOfUser, oldQ, TOps.Multiply(constants.KeepOfUser, oldP));
        TVector newQ = TOps.MultiplyAdd(constants.StepOfItem, simultaneous ? oldP : newP, TOps.Multiply(constants.KeepOfItem, oldQ));
        TOps.Store(newP, ref p);
        TOps.Store(newQ, ref q);
    }

    private readonly struct StepConstants(TVector stepOfUser, TVector stepOfItem, TVector keepOfUser, TVector keepOfItem)
    {
        public readonly TVector StepOfUser = stepOfUser;
        public readonly TVector StepOfItem = stepOfItem;
        public readonly TVector KeepOfUser = keepOfUser;
        public readonly TVector KeepOfItem = keepOfItem;
    }
}
