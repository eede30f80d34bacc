namespace FastMf.Data.Reading;

/// <summary>A run of ratings in file order whose users and items are codes of the worker who read them.</summary>
internal readonly record struct CodedSegment(int Worker, Memory<Rating> Ratings, Memory<long> Timestamps);
