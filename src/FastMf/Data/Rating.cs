namespace FastMf.Data;

/// <summary>One rating, with its user and item given as indexes into two <see cref="IdMap"/>s.</summary>
/// <param name="User">Index of the user, from 0.</param>
/// <param name="Item">Index of the item, from 0.</param>
/// <param name="Value">The value, in the unit of the ratings file; finite.</param>
public readonly record struct Rating(int User, int Item, float Value);
