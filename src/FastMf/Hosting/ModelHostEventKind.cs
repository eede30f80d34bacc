namespace FastMf.Hosting;

/// <summary>What happened to a model.</summary>
public enum ModelHostEventKind
{
    /// <summary>The first model answers requests; it may still be searched without an index.</summary>
    Started,

    /// <summary>The first model has been checked from end to end and has its index.</summary>
    Prepared,

    /// <summary>A new model has taken the place of the one before.</summary>
    Swapped,

    /// <summary>A new file is no valid model; the model before it stays.</summary>
    Refused,

    /// <summary>The first model's file turned out to be damaged; there is no model until a valid file appears.</summary>
    Withdrawn,

    /// <summary>
    /// A check failed though the file is not to blame, for want of memory, say. What was served is served on, and the next check tries
    /// again.
    /// </summary>
    Failed,
}
