using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using FastMf.Kernels.Dot;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Sgd.Ranking;

/// <summary>
/// The factors p of a user, u of the preferred item and d of the negative one between product and step: in registers for up to four
/// vectors, in memory for more. Sums are in the order of <see cref="DotKernel{TOps, TVector}"/>.
/// </summary>
internal struct PreferenceRows<TOps, TVector, TCount>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
    where TCount : struct, VectorCount.IVectorCount
{
    private TVector _p0;
    private TVector _p1;
    private TVector _p2;
    private TVector _p3;
    private TVector _u0;
    private TVector _u1;
    private TVector _u2;
    private TVector _u3;
    private TVector _d0;
    private TVector _d1;
    private TVector _d2;
    private TVector _d3;

    /// <summary>Reads the rows; returns p . u - p . d.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float LoadAndCompare(ref float p, ref float u, ref float d, int stride)
    {
        if (TCount.Count == 0)
        {
            return DotKernel<TOps, TVector>.Dot(ref p, ref u, stride) - DotKernel<TOps, TVector>.Dot(ref p, ref d, stride);
        }

        _p0 = TOps.Load(ref p);
        _u0 = TOps.Load(ref u);
        _d0 = TOps.Load(ref d);
        if (TCount.Count > 1)
        {
            _p1 = TOps.Load(ref Unsafe.Add(ref p, TOps.Count));
            _u1 = TOps.Load(ref Unsafe.Add(ref u, TOps.Count));
            _d1 = TOps.Load(ref Unsafe.Add(ref d, TOps.Count));
        }

        if (TCount.Count > 2)
        {
            _p2 = TOps.Load(ref Unsafe.Add(ref p, 2 * TOps.Count));
            _u2 = TOps.Load(ref Unsafe.Add(ref u, 2 * TOps.Count));
            _d2 = TOps.Load(ref Unsafe.Add(ref d, 2 * TOps.Count));
        }

        if (TCount.Count > 3)
        {
            _p3 = TOps.Load(ref Unsafe.Add(ref p, 3 * TOps.Count));
            _u3 = TOps.Load(ref Unsafe.Add(ref u, 3 * TOps.Count));
            _d3 = TOps.Load(ref Unsafe.Add(ref d, 3 * TOps.Count));
        }

        return Multiply(_u0, _u1, _u2, _u3) - Multiply(_d0, _d1, _d2, _d3);
    }

    /// <summary>p = keep p + step (u - d), u = keep u + step p, d = keep d + step p, all with the old p.</summary>
    /// <param name="p">The user's row.</param>
    /// <param name="u">That of the preferred item.</param>
    /// <param name="d">That of the negative one.</param>
    /// <param name="stride">Their floats.</param>
    /// <param name="steps">Steps and what is kept, of each row.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Step(ref float p, ref float u, ref float d, int stride, in Steps steps)
    {
        if (TCount.Count == 0)
        {
            for (nint i = 0; i < stride; i += TOps.Count)
            {
                ref float pi = ref Unsafe.Add(ref p, i);
                ref float ui = ref Unsafe.Add(ref u, i);
                ref float di = ref Unsafe.Add(ref d, i);
                StepOne(TOps.Load(ref pi), TOps.Load(ref ui), TOps.Load(ref di), ref pi, ref ui, ref di, steps);
            }

            return;
        }

        StepOne(_p0, _u0, _d0, ref p, ref u, ref d, steps);
        if (TCount.Count > 1)
        {
            StepOne(
                _p1,
                _u1,
                _d1,
                ref Unsafe.Add(ref p, TOps.Count),
                ref Unsafe.Add(ref u, TOps.Count),
                ref Unsafe.Add(ref d, TOps.Count),
                steps);
        }

        if (TCount.Count > 2)
        {
            StepOne(
                _p2,
                _u2,
                _d2,
                ref Unsafe.Add(ref p, 2 * TOps.Count),
                ref Unsafe.Add(ref u, 2 * TOps.Count),
                ref Unsafe.Add(ref d, 2 * TOps.Count),
                steps);
        }

        if (TCount.Count > 3)
        {
            StepOne(
                _p3,
                _u3,
                _d3,
                ref Unsafe.Add(ref p, 3 * TOps.Count),
                ref Unsafe.Add(ref u, 3 * TOps.Count),
                ref Unsafe.Add(ref d, 3 * TOps.Count),
                steps);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly float Multiply(TVector q0, TVector q1, TVector q2, TVector q3) => LaneSum.Of(ChunkSum<TOps, TVector, TCount>.ToFour(
        TOps.Multiply(_p0, q0),
        TCount.Count > 1 ? TOps.Multiply(_p1, q1) : default,
        TCount.Count > 2 ? TOps.Multiply(_p2, q2) : default,
        TCount.Count > 3 ? TOps.Multiply(_p3, q3) : default));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StepOne(TVector oldP, TVector oldU, TVector oldD, ref float p, ref float u, ref float d, in Steps steps)
    {
        TVector newP = TOps.MultiplyAdd(
            steps.OfUser, oldU, TOps.MultiplySubtract(steps.OfUser, oldD, TOps.Multiply(steps.KeepOfUser, oldP)));
        TOps.Store(newP, ref p);
        TOps.Store(TOps.MultiplyAdd(steps.OfPreferred, oldP, TOps.Multiply(steps.KeepOfPreferred, oldU)), ref u);
        TOps.Store(TOps.MultiplyAdd(steps.OfNegative, oldP, TOps.Multiply(steps.KeepOfNegative, oldD)), ref d);
    }

    /// <summary>The constants of a comparison in all lanes.</summary>
    /// <param name="up">Lane 0: the user's step; lane 2: the preferred item's.</param>
    /// <param name="keepUp">What is kept of them.</param>
    /// <param name="down">Lane 2: the negative item's step, which is negative.</param>
    /// <param name="keepDown">What is kept of it.</param>
    [method: MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly struct Steps(Vector128<float> up, Vector128<float> keepUp, Vector128<float> down, Vector128<float> keepDown)
    {
        public readonly TVector OfUser = TOps.Broadcast(up.GetElement(0));
        public readonly TVector KeepOfUser = TOps.Broadcast(keepUp.GetElement(0));
        public readonly TVector OfPreferred = TOps.BroadcastThird(up);
        public readonly TVector KeepOfPreferred = TOps.BroadcastThird(keepUp);
        public readonly TVector OfNegative = TOps.BroadcastThird(down);
        public readonly TVector KeepOfNegative = TOps.BroadcastThird(keepDown);
    }
}
