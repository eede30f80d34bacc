namespace FastMf;

/// <summary>The base of every error this library reports about data, models and training, as opposed to a wrong argument.</summary>
public abstract class FastMfException : Exception
{
    /// <summary>Creates an error with a message that says what happened and what to do.</summary>
    protected FastMfException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an error with a message that says what happened and what to do, and its cause.</summary>
    protected FastMfException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
