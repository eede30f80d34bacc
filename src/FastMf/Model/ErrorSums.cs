namespace FastMf.Model;

/// <summary>Sums over rated cells.</summary>
/// <param name="Count">The number of ratings.</param>
/// <param name="Squares">The sum of squared errors.</param>
/// <param name="Absolutes">The sum of absolute errors.</param>
/// <param name="Unknown">How many of the ratings have a user or an item that the model does not know.</param>
internal readonly record struct ErrorSums(long Count, double Squares, double Absolutes, long Unknown)
{
    public double Rmse => Math.Sqrt(Squares / Count);

    public static ErrorSums operator +(ErrorSums left, ErrorSums right) => new(
        left.Count + right.Count, left.Squares + right.Squares, left.Absolutes + right.Absolutes, left.Unknown + right.Unknown);
}
