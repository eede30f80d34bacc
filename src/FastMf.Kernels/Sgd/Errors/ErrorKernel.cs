using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FastMf.Kernels.Dot;
using FastMf.Kernels.Instructions;
using FastMf.Kernels.Sgd.Rows;

namespace FastMf.Kernels.Sgd.Errors;

/// <summary>
/// Sum of (r - clamp(mu + b_u + b_i + p.q))^2 over ratings in compressed rows. No update follows, hence no order is needed: a user's
/// row stays in registers while those of its items pass by, and sixteen ratings end their sums and have their errors taken at once.
/// </summary>
internal static class ErrorKernel<TOps, TVector, TCount>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
    where TCount : struct, VectorCount.IVectorCount
{
    /// <summary>
    /// Floats of item rows that are prefetched ahead of their ratings. Where a user's ratings end cannot be foreseen, so without it the
    /// processor would wait there for what the next user needs; short rows are prefetched earlier, because their ratings take less time.
    /// </summary>
    private const int FloatsToPrefetch = 2048;

    /// <summary>However short the rows are.</summary>
    private const int MostRowsToPrefetch = 64;

    /// <summary>The same for users: their rows follow each other, and this many come from memory while as many are worked on.</summary>
    private const int UserPrefetchDistance = 4;

    /// <summary>Sums the squared errors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static double Sum(in PredictionBlock block, ReadOnlySpan<int> offsets, ReadOnlySpan<int> items, ReadOnlySpan<float> values)
    {
        Span<float> lanes = stackalloc float[4 * SquaredErrorSum.RatingsAtOnce];
        Span<float> rests = stackalloc float[SquaredErrorSum.RatingsAtOnce];
        var sum = new SquaredErrorSum(block.Minimum, block.Maximum);
        int user = 0;
        for (int first = 0; first < items.Length; first += SquaredErrorSum.RatingsAtOnce)
        {
            int count = Math.Min(SquaredErrorSum.RatingsAtOnce, items.Length - first);
            user = Multiply(block, offsets, user, items, first, count, lanes, rests);
            sum.Add(values.Slice(first, count), lanes, rests);
        }

        return sum.Total;
    }

    /// <summary>
    /// Four lanes of the products of the ratings from <paramref name="first"/> on, and the rest of their scores. Returns the user of
    /// the rating after them; <paramref name="user"/> is that of the first one, or one before it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Multiply(
        in PredictionBlock block,
        ReadOnlySpan<int> offsets,
        int user,
        ReadOnlySpan<int> items,
        int first,
        int count,
        Span<float> lanes,
        Span<float> rests)
    {
        int stride = TCount.Count > 0 ? TCount.Count * TOps.Count : block.Users.Stride;
        ref int item = ref Unsafe.Add(ref MemoryMarshal.GetReference(items), first);
        ref float userOrigin = ref block.Users.Origin(0);
        ref float userBiases = ref MemoryMarshal.GetReference(block.UserBiases);
        ref float origin = ref block.Items.Origin(0);
        ref float itemBiases = ref MemoryMarshal.GetReference(block.ItemBiases);
        ref float lane = ref MemoryMarshal.GetReference(lanes);
        ref float rest = ref MemoryMarshal.GetReference(rests);
        ref int offset = ref MemoryMarshal.GetReference(offsets);
        int origins = offset + first;
        int lastUser = offsets.Length - 2;
        float mean = block.Mean;
        nint ahead = Math.Clamp(FloatsToPrefetch / stride, 1, MostRowsToPrefetch);

        // At the end of all ratings there is nothing to prefetch but what is needed at once; no rating has to look where it is.
        ahead = first + count + ahead <= items.Length ? ahead : 0;
        nint n = 0;
        while (n < count)
        {
            nint rowEnd = Unsafe.Add(ref offset, user + 1) - origins;
            nint end = Math.Min(rowEnd, count);
            var row = new HeldRow<TOps, TVector, TCount>(ref Unsafe.Add(ref userOrigin, user * (nint)stride), stride);
            RowPrefetch<TOps, TVector, TCount>.Prefetch(
                ref Unsafe.Add(ref userOrigin, Math.Min(user + UserPrefetchDistance, lastUser) * (nint)stride), stride);
            float ofUser = mean + Unsafe.Add(ref userBiases, user);
            for (; n < end; n++)
            {
                RowPrefetch<TOps, TVector, TCount>.Prefetch(
                    ref Unsafe.Add(ref origin, Unsafe.Add(ref item, n + ahead) * (nint)stride), stride);
                nint index = Unsafe.Add(ref item, n);
                row.ToFour(ref Unsafe.Add(ref origin, index * stride)).StoreUnsafe(ref lane, (nuint)(4 * n));
                Unsafe.Add(ref rest, n) = ofUser + Unsafe.Add(ref itemBiases, index);
            }

            user += rowEnd <= count ? 1 : 0;
        }

        return user;
    }
}
