using FastMf.Data;
using FastMf.Kernels;
using FastMf.Kernels.Sgd;
using FastMf.Kernels.Unchecked;
using FastMf.Numerics;

namespace FastMf.Training.Sgd;

/// <summary>Epochs in a new random order of all ratings, one after the other.</summary>
internal sealed class ShuffledPass(KernelSet kernels, SgdState state, CompressedRows byUser, long seed) : ISgdPass
{
    /// <summary>Samples between looks at the error and at cancellation: under a millisecond's work each.</summary>
    private const int SamplesAtOnce = 1 << 15;

    private readonly SgdSample[] _samples = Samples(byUser);

    public PassSums Run(int epoch, in SgdStep step, CancellationToken cancellation)
    {
        new SeededRandom(seed, epoch).Shuffle<SgdSample>(_samples);
        SgdSums sums = default;
        for (int start = 0; start < _samples.Length && double.IsFinite(sums.Squares); start += SamplesAtOnce)
        {
            cancellation.ThrowIfCancellationRequested();
            sums += kernels.SgdUpdateUnchecked(state.Whole, _samples.AsSpan(start, Math.Min(SamplesAtOnce, _samples.Length - start)), step);
        }

        return new PassSums(sums, _samples.Length);
    }

    private static SgdSample[] Samples(CompressedRows byUser)
    {
        var samples = new SgdSample[byUser.Count];
        for (int user = 0, next = 0; user < byUser.RowCount; user++)
        {
            RatingRow row = byUser.Row(user);
            for (int i = 0; i < row.Count; i++)
            {
                samples[next++] = new SgdSample(user, row.Indexes[i], row.Values[i]);
            }
        }

        return samples;
    }
}
