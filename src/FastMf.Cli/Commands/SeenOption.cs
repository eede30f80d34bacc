using System.CommandLine;
using FastMf.Data.Splitting;

namespace FastMf.Cli.Commands;

/// <summary>The option --allow-seen, and what is said where it is missing.</summary>
internal static class SeenOption
{
    public static Option<bool> Create() => new("--allow-seen")
    {
        Description = "Test also on ratings that the model has learned from, which is refused otherwise: errors on them are too small.",
    };

    /// <summary>Adds to a refusal how to go on, and before it, if given, the file that it is about.</summary>
    public static T Advise<T>(string advice, Func<T> check, string? file = null)
    {
        try
        {
            return check();
        }
        catch (SeenRatingsException failure)
        {
            throw new InvalidDataException($"{(file is null ? "" : file + ": ")}{failure.Message} {advice}", failure);
        }
    }

    /// <summary>The same for a check without a result.</summary>
    public static void Advise(string advice, Action check, string? file = null) => Advise(advice, () => { check(); return true; }, file);
}
