namespace FastMf.Model;

/// <summary>The index of a user of a model, from 0; a type of its own, so that users and items cannot be swapped.</summary>
/// <param name="Value">From 0 to the number of users - 1.</param>
public readonly record struct UserIndex(int Value);
