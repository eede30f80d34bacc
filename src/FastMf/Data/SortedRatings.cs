namespace FastMf.Data;

/// <summary>Compressed rows under construction (columns may repeat or be out of order), with the timestamp of each entry if there are any.</summary>
internal readonly record struct SortedRatings(CompressedRows Rows, long[]? Timestamps);
