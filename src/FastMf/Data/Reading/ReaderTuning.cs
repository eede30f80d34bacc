namespace FastMf.Data.Reading;

/// <summary>Sizes that do not change the result; tests make them small to meet every border.</summary>
internal sealed record ReaderTuning
{
    /// <summary>Half a megabyte stays in a core's L2 cache from being read until it is parsed, and is still some 30,000 lines.</summary>
    public int BlockBytes { get; init; } = 1 << 19;

    /// <summary>Ratings in one array of a worker; small enough not to waste memory on the last one.</summary>
    public int ChunkRatings { get; init; } = 1 << 18;

    /// <summary>The most ratings one matrix can hold.</summary>
    public long MaxRatings { get; init; } = Array.MaxLength;
}
