namespace FastMf.Cli.Reproductions;

/// <summary>The outcome of an article's recipe.</summary>
/// <param name="Title">The article.</param>
/// <param name="Figures">Its figures beside ours.</param>
/// <param name="Notes">What must be known to read them.</param>
internal sealed record Reproduction(string Title, IReadOnlyList<Figure> Figures, IReadOnlyList<string> Notes)
{
    /// <summary>Scores of several systems, to be seen on top of each other.</summary>
    public IReadOnlyList<ScoreSeries> Scores { get; init; } = [];

    /// <summary>Learning curves.</summary>
    public IReadOnlyList<CurveSeries> Curves { get; init; } = [];

    /// <summary>Grids of configurations.</summary>
    public IReadOnlyList<GridOutcome> Grids { get; init; } = [];

    /// <summary>Lists of similar items.</summary>
    public IReadOnlyList<SimilarList> Similar { get; init; } = [];

    /// <summary>Predictions for a small matrix, row by row; empty when the recipe has none.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Matrix { get; init; } = [];

    /// <summary>How many figures are outside their tolerance.</summary>
    public int OutsideCount => Figures.Count(figure => figure.IsOutside);
}
