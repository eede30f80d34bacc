using FastMf.Evaluation.Tuning;

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

/// <summary>A learning curve with its name.</summary>
/// <param name="Name">What was trained.</param>
/// <param name="Points">The curve.</param>
internal sealed record CurveSeries(string Name, IReadOnlyList<CurvePoint> Points);

/// <summary>Scores of one system, one for each user.</summary>
/// <param name="Name">The system.</param>
/// <param name="Scores">The scores.</param>
internal sealed record ScoreSeries(string Name, IReadOnlyList<double> Scores);

/// <summary>The items most similar to one, by a model.</summary>
/// <param name="Model">The model.</param>
/// <param name="Item">The item's id.</param>
/// <param name="Similar">The ids of the others, most similar first.</param>
internal sealed record SimilarList(string Model, string Item, IReadOnlyList<string> Similar);
