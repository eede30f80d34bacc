namespace FastMf.Testing;

/// <summary>A property did not hold; the message holds the case that replays it, the inner exception says how it failed.</summary>
public sealed class PropertyFailedException : Exception
{
    internal PropertyFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
