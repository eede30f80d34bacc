namespace FastMf.Testing.Checks;

/// <summary>A model or a trainer does not do what it promises; the message names the law and the numbers that break it.</summary>
public sealed class LawBrokenException : Exception
{
    internal LawBrokenException(string law, string reason)
        : base($"{law}: {reason}") => Law = law;

    /// <summary>The law that is broken.</summary>
    public string Law { get; }
}
