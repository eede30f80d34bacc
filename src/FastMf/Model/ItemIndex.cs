namespace FastMf.Model;

/// <summary>The index of an item of a model, from 0; a type of its own, so that users and items cannot be swapped.</summary>
/// <param name="Value">From 0 to the number of items - 1.</param>
public readonly record struct ItemIndex(int Value);
