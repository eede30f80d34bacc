using FastMf.Model;

namespace FastMf.Recommending;

/// <summary>An item with its score; a higher score is better.</summary>
/// <param name="Item">The item.</param>
/// <param name="Score">Its score: the predicted value, or the similarity; finite.</param>
public readonly record struct ScoredItem(ItemIndex Item, float Score);
