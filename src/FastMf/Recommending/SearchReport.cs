namespace FastMf.Recommending;

/// <summary>How much of the model a list took to find.</summary>
/// <param name="Candidates">The items, or users, that the list was chosen from: those with training ratings.</param>
/// <param name="CodesRead">Of how many at least the 4-bit code was read; the others were ruled out by the bound of their block.</param>
/// <param name="Scored">Of how many the factors were read and the score computed.</param>
public readonly record struct SearchReport(int Candidates, int CodesRead, int Scored)
{
    /// <summary>The sum of two searches.</summary>
    public static SearchReport operator +(SearchReport left, SearchReport right) => Add(left, right);

    /// <summary>The sum of two searches.</summary>
    public static SearchReport Add(SearchReport left, SearchReport right) =>
        new(left.Candidates + right.Candidates, left.CodesRead + right.CodesRead, left.Scored + right.Scored);
}
