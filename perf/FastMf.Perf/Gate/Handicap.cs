using System.Globalization;

namespace FastMf.Perf.Gate;

/// <summary>
/// Slows one case down on purpose, to see that the gate notices: the environment variable holds its name and by how much, as in
/// <c>dot:1.5</c>. The kernel itself is run more often for each call that is counted, so that its time grows as a slower kernel's does.
/// </summary>
internal sealed record Handicap(string Case, double Factor)
{
    public const string Variable = "FASTMF_PERF_SLOW";

    public static Handicap? FromEnvironment()
    {
        string? text = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        string[] parts = text.Split(':');
        return parts.Length == 2
            && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double factor)
            && factor >= 1
            ? new Handicap(parts[0], factor)
            : throw new ArgumentException($"{Variable} is '{text}'; it must be the name of a case, a colon and a factor of at least 1.");
    }

    /// <summary>The kernel of a case, slowed down if it is this one.</summary>
    public Action Apply(string name, Action kernel)
    {
        if (name != Case)
        {
            return kernel;
        }

        double debt = 0;
        return () =>
        {
            for (debt += Factor; debt >= 1; debt--)
            {
                kernel();
            }
        };
    }
}
