namespace FastMf.Data.Splitting;

/// <summary>A model was to be tested on ratings that it has learned from, which says nothing about others.</summary>
public sealed class SeenRatingsException : FastMfException
{
    /// <summary>Creates an error with a message that says what happened and what to do.</summary>
    public SeenRatingsException(string message)
        : base(message)
    {
    }
}
