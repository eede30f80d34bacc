using System.CommandLine;

namespace FastMf.Cli.Commands;

/// <summary>The option --allow-seen.</summary>
internal static class SeenOption
{
    public static Option<bool> Create() => new("--allow-seen")
    {
        Description = "Test also on ratings that the model has learned from, which is refused otherwise: errors on them are too small.",
    };
}
