using FastMf.Kernels;
using FastMf.Training;

namespace FastMf.Perf.Hashes;

/// <summary>One trainer with its options, of which the model is hashed; the rank and the SIMD level vary.</summary>
internal sealed record HashCase(string Name, HashRatings Ratings, Func<int, SimdLevel, ITrainer> Create);

/// <summary>Which ratings a case learns from.</summary>
internal enum HashRatings
{
    /// <summary>Half stars.</summary>
    Stars,

    /// <summary>The same, from 0 to 1, as the logistic loss wants them.</summary>
    Shares,
}
