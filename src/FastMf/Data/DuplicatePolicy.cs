namespace FastMf.Data;

/// <summary>What becomes of several ratings of one item by one user.</summary>
public enum DuplicatePolicy
{
    /// <summary>The last one in the order of the file counts.</summary>
    Last,

    /// <summary>Their arithmetic mean counts.</summary>
    Mean,

    /// <summary>Their sum counts: for events and play counts.</summary>
    Sum,

    /// <summary>They are an error, a <see cref="DuplicateRatingException"/>.</summary>
    Error,
}
