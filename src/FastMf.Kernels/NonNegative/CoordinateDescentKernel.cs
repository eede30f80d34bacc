using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.NonNegative;

/// <summary>
/// Non-negative least squares by cyclic coordinate descent on the normal equations: x_i becomes max(0, x_i - g_i / a_ii), where
/// g = A x + s b - c is kept up to date by adding a row of A for each change; the bias, a coordinate without bound, follows each sweep.
/// </summary>
internal static class CoordinateDescentKernel<TOps, TVector>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Returns the number of sweeps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Solve(
        Span<float> matrix,
        int rank,
        ReadOnlySpan<float> border,
        float corner,
        float cornerRight,
        Span<float> gradient,
        Span<float> x,
        ref float bias,
        int maximumSweeps,
        double tolerance)
    {
        int stride = FactorView.StrideFor(rank);
        ref float a = ref MemoryMarshal.GetReference(matrix);
        ref float g = ref MemoryMarshal.GetReference(gradient);
        Mirror(ref a, rank, stride);
        float biasGradient = -cornerRight;
        double fallen = 0;
        for (int sweep = 1; sweep <= maximumSweeps; sweep++)
        {
            // A step of d in a coordinate with curvature a_ii lowers the loss by at least d^2 a_ii / 2: the measure of progress.
            double progress = 0;
            for (int i = 0; i < rank; i++)
            {
                ref float row = ref Unsafe.Add(ref a, i * stride);
                float curvature = Unsafe.Add(ref row, i);
                float old = x[i];
                float next = MathF.Max(0, old - Unsafe.Add(ref g, i) / curvature);
                float step = next - old;
                if (step != 0)
                {
                    x[i] = next;
                    AddMultiple(ref g, ref row, step, stride);
                    biasGradient = border.IsEmpty ? 0 : TOps.MultiplyAdd(step, border[i], biasGradient);
                    progress += (double)step * step * curvature;
                }
            }

            if (!border.IsEmpty)
            {
                float step = -biasGradient / corner;
                bias += step;
                biasGradient = 0;
                AddMultiple(ref g, ref MemoryMarshal.GetReference(border), step, stride);
                progress += (double)step * step * corner;
            }

            fallen += progress;
            if (!(progress > tolerance * fallen))
            {
                return sweep;
            }
        }

        return maximumSweeps;
    }

    /// <summary>Copies the upper triangle into the lower one: a coordinate's step needs its whole row.</summary>
    private static void Mirror(ref float a, int rank, int stride)
    {
        for (int i = 1; i < rank; i++)
        {
            for (int j = 0; j < i; j++)
            {
                Unsafe.Add(ref a, i * stride + j) = Unsafe.Add(ref a, j * stride + i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddMultiple(ref float target, ref float row, float factor, int stride)
    {
        TVector broadcast = TOps.Broadcast(factor);
        for (int column = 0; column < stride; column += TOps.Count)
        {
            ref float part = ref Unsafe.Add(ref target, column);
            TOps.Store(TOps.MultiplyAdd(broadcast, TOps.Load(ref Unsafe.Add(ref row, column)), TOps.Load(ref part)), ref part);
        }
    }
}
