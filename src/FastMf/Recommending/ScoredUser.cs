using FastMf.Model;

namespace FastMf.Recommending;

/// <summary>A user with a score; a higher score is better.</summary>
/// <param name="User">The user.</param>
/// <param name="Score">The similarity; finite.</param>
public readonly record struct ScoredUser(UserIndex User, float Score);
