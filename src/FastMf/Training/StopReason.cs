namespace FastMf.Training;

/// <summary>Why training ended.</summary>
public enum StopReason
{
    /// <summary>All epochs were trained.</summary>
    Completed,

    /// <summary>The validation error had stopped falling.</summary>
    StoppedEarly,

    /// <summary>An epoch had lowered the objective by no more than the tolerance.</summary>
    Converged,
}
