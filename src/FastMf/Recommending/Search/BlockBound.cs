namespace FastMf.Recommending.Search;

/// <summary>What bounds the scores in a block of rows; each number is rounded to the safe side.</summary>
/// <param name="Key">The largest bias + m norm, m being the index's typical norm of a query.</param>
/// <param name="LargestNorm">The largest norm of a row and of its coded likeness.</param>
/// <param name="SmallestNorm">The smallest norm of a row.</param>
/// <param name="Residual">The largest norm of the difference between a row and its coded likeness.</param>
internal readonly record struct BlockBound(float Key, float LargestNorm, float SmallestNorm, float Residual);
