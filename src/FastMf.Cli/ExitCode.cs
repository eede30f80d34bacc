namespace FastMf.Cli;

/// <summary>The exit codes of the tool; part of its contract with scripts (docs/tool.md).</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The data, a file or the model is at fault.</summary>
    public const int Failure = 1;

    /// <summary>The command line is at fault: an unknown option, a missing argument, a value out of its range.</summary>
    public const int Usage = 2;

    /// <summary>Training diverged or met equations that cannot be solved: other options are needed.</summary>
    public const int Training = 3;

    /// <summary>A reproduced figure lies outside its tolerance around the published one.</summary>
    public const int Outside = 4;

    /// <summary>Interrupted by Ctrl-C, as shells report it.</summary>
    public const int Cancelled = 130;
}
