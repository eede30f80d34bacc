using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FastMf.Kernels;
using FastMf.Kernels.Sgd;

namespace FastMf.Perf.Sgd;

/// <summary>
/// The least that an SGD update can be: p += g (e q - l p), q += g (e p - l q) with e = r - p.q, one constant rate and regularization,
/// no bias, no sum of errors. The yardstick for what the real kernel's biases and step-width rule cost.
/// </summary>
internal static class PlainUpdate
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SuppressMessage("Style", "IDE0059", Justification = "The last error is returned so that the loop has an observable result.")]
    public static unsafe float Run(FactorView users, FactorView items, ReadOnlySpan<BlockSample> samples, float rate, float regularization)
    {
        int stride = users.Stride;
        ref float firstUser = ref users.Origin(0);
        ref float firstItem = ref items.Origin(0);
        ref BlockSample sample = ref MemoryMarshal.GetReference(samples);
        Vector512<float> keep = Vector512.Create(1 - rate * regularization);
        float e = 0;
        for (int n = 0; n < samples.Length; n++)
        {
            BlockSample next = Unsafe.Add(ref sample, Math.Min(n + 8, samples.Length - 1));
            ref float nextUser = ref Unsafe.Add(ref firstUser, (nint)next.UserOffset * stride);
            ref float nextItem = ref Unsafe.Add(ref firstItem, (nint)next.ItemOffset * stride);
            for (int i = 0; i < stride && Sse.IsSupported; i += 16)
            {
                Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref nextUser, i)));
                Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref nextItem, i)));
            }

            BlockSample current = Unsafe.Add(ref sample, n);
            ref float p = ref Unsafe.Add(ref firstUser, (nint)current.UserOffset * stride);
            ref float q = ref Unsafe.Add(ref firstItem, (nint)current.ItemOffset * stride);
            Vector512<float> even = default;
            Vector512<float> odd = default;
            for (int i = 0; i < stride; i += 32)
            {
                even = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref p, (nuint)i), Vector512.LoadUnsafe(ref q, (nuint)i), even);
                if (i + 16 < stride)
                {
                    odd = Vector512.FusedMultiplyAdd(
                        Vector512.LoadUnsafe(ref p, (nuint)(i + 16)), Vector512.LoadUnsafe(ref q, (nuint)(i + 16)), odd);
                }
            }

            e = current.Value - Vector512.Sum(even + odd);
            Vector512<float> step = Vector512.Create(rate * e);
            for (int i = 0; i < stride; i += 16)
            {
                Vector512<float> oldP = Vector512.LoadUnsafe(ref p, (nuint)i);
                Vector512<float> oldQ = Vector512.LoadUnsafe(ref q, (nuint)i);
                Vector512.FusedMultiplyAdd(step, oldQ, keep * oldP).StoreUnsafe(ref p, (nuint)i);
                Vector512.FusedMultiplyAdd(step, oldP, keep * oldQ).StoreUnsafe(ref q, (nuint)i);
            }
        }

        return e;
    }
}
