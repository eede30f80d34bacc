using FastMf.Tuning;

namespace FastMf.Reproductions;

/// <summary>A learning curve with its name.</summary>
/// <param name="Name">What was trained.</param>
/// <param name="Points">The curve.</param>
public sealed record CurveSeries(string Name, IReadOnlyList<CurvePoint> Points);
