namespace FastMf.Cli.Input;

/// <summary>The values of --ids.</summary>
internal enum IdChoice
{
    /// <summary>Decided by the first line of the file.</summary>
    Auto,

    /// <summary>Integers.</summary>
    Number,

    /// <summary>Text.</summary>
    Text,
}
