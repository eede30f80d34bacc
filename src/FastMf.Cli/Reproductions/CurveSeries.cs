using FastMf.Evaluation.Tuning;

namespace FastMf.Cli.Reproductions;

/// <summary>A learning curve with its name.</summary>
/// <param name="Name">What was trained.</param>
/// <param name="Points">The curve.</param>
internal sealed record CurveSeries(string Name, IReadOnlyList<CurvePoint> Points);
