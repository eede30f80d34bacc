namespace FastMf.Data;

/// <summary>A run of triples in file order, as the reader and the generator produce them; timestamps are empty or as many.</summary>
internal readonly record struct RatingSegment(ReadOnlyMemory<Rating> Ratings, ReadOnlyMemory<long> Timestamps);
