namespace FastMf.Data.Splitting;

/// <summary>Ratings in two disjoint parts that together are the whole; both keep the id maps of the whole.</summary>
/// <param name="Train">The ratings to learn from.</param>
/// <param name="Test">The ratings to be predicted.</param>
public sealed record RatingSplit(RatingMatrix Train, RatingMatrix Test);
