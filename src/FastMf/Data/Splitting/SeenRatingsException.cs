namespace FastMf.Data.Splitting;

/// <summary>A model was to be tested on ratings that it has learned from, which says nothing about others.</summary>
public sealed class SeenRatingsException : FastMfException
{
    internal SeenRatingsException(string message)
        : base(message)
    {
    }
}
