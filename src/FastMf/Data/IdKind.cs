namespace FastMf.Data;

/// <summary>What the ids of users or of items are.</summary>
public enum IdKind
{
    /// <summary>64-bit integers; "7" and "007" are the same id.</summary>
    Number,

    /// <summary>Text, compared character by character; "7" and "007" are two ids.</summary>
    Text,
}
