namespace FastMf.Data.Reading;

/// <summary>A piece of a file that ends with a line feed: its place among the pieces, from 0, and its length in bytes.</summary>
internal readonly record struct Block(int Sequence, int Length);
