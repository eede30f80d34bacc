namespace FastMf.Model;

/// <summary>Sums of the errors of predictions over a set of ratings.</summary>
/// <param name="Count">The number of ratings.</param>
/// <param name="Squares">The sum of squared errors.</param>
/// <param name="Absolutes">The sum of absolute errors.</param>
/// <param name="Unknown">How many of the ratings have a user or an item that the model does not know.</param>
public readonly record struct ErrorSums(long Count, double Squares, double Absolutes, long Unknown)
{
    /// <summary>Root mean squared error, in units of the ratings; not a number when there are no ratings.</summary>
    public double Rmse => Math.Sqrt(Squares / Count);

    /// <summary>The sums over both sets.</summary>
    public static ErrorSums Add(ErrorSums left, ErrorSums right) => left + right;

    /// <inheritdoc cref="Add"/>
    public static ErrorSums operator +(ErrorSums left, ErrorSums right) => new(
        left.Count + right.Count, left.Squares + right.Squares, left.Absolutes + right.Absolutes, left.Unknown + right.Unknown);
}
