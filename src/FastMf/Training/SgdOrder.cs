namespace FastMf.Training;

/// <summary>The order in which an epoch visits the ratings.</summary>
public enum SgdOrder
{
    /// <summary>
    /// Block by block over a grid whose blocks fit a processor's cache, in a seeded random order inside each block: many times faster
    /// on large data, on any number of threads, and the same bits on all of them.
    /// </summary>
    Blocked,

    /// <summary>All ratings in a new random order each epoch, one after the other on one thread: the textbook's method, exactly.</summary>
    Shuffled,
}
