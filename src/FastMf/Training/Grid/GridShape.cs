using FastMf.Kernels;

namespace FastMf.Training.Grid;

/// <summary>What a grid is cut to; it depends on the data and the rank alone, because the model depends on it.</summary>
/// <param name="MaximumRows">Rows of a range on either side, at most 65,536.</param>
/// <param name="UsefulRanges">Ranges on either side that the ratings are cut into at least.</param>
internal readonly record struct GridShape(int MaximumRows, int UsefulRanges)
{
    /// <summary>
    /// Bytes of factors on either side of a block: both sides and the samples that stream by fit the 1 MB of second-level cache that
    /// a core of a current server has. An assumption, not a measurement, so that every machine learns the same model.
    /// </summary>
    private const int SideBytes = 384 * 1024;

    /// <summary>Ratings below which an average block would not pay for its visit.</summary>
    private const int RatingsWorthABlock = 1 << 14;

    /// <summary>Ranges that give as many threads work.</summary>
    private const int MostUsefulRanges = 16;

    /// <summary>The shape for the given number of ratings and factors.</summary>
    public static GridShape For(int ratings, int rank) => new(
        Math.Clamp(SideBytes / (FactorView.StrideFor(rank) * sizeof(float)), 1, ushort.MaxValue + 1),
        Math.Clamp((int)Math.Sqrt(ratings / RatingsWorthABlock), 1, MostUsefulRanges));
}
