namespace FastMf.Recommending;

/// <summary>What a request to a <see cref="Recommender"/> has found. The entries are at the start of the caller's span.</summary>
/// <param name="Count">How many entries there are; fewer than the span has places when no more pass the filter.</param>
/// <param name="Basis">What the scores rest on.</param>
/// <param name="Report">How much of the model was looked at; zeros where the list is that of the most popular items.</param>
public readonly record struct RecommendationResult(int Count, RecommendationBasis Basis, SearchReport Report);
