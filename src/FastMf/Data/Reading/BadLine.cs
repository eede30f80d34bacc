namespace FastMf.Data.Reading;

/// <summary>A malformed line that was left out.</summary>
/// <param name="LineNumber">Its number in the file, from 1; for a compressed file, in the decompressed text.</param>
/// <param name="Text">What it says: at most about 80 characters, control characters escaped.</param>
/// <param name="Reason">What is wrong with it, as the part of a sentence: "the rating 'abc' is not a number".</param>
public readonly record struct BadLine(long LineNumber, string Text, string Reason);
