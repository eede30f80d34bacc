namespace FastMf.Testing.Cases;

/// <summary>
/// The range that an integer of a <see cref="SeededCase"/> is drawn from. It shrinks towards zero, or towards the end of the range that is
/// nearest to zero.
/// </summary>
/// <param name="minimum">The smallest value.</param>
/// <param name="maximum">The largest value, at least the smallest.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class BetweenAttribute(int minimum, int maximum) : Attribute
{
    /// <summary>The smallest value.</summary>
    public int Minimum { get; } = minimum;

    /// <summary>The largest value.</summary>
    public int Maximum { get; } = maximum;

    /// <summary>
    /// The largest value of two draws out of three, where cases near <see cref="Maximum"/> are slow; by default the maximum.
    /// </summary>
    public int Usually { get; set; } = maximum;
}
