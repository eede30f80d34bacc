namespace FastMf.Training;

/// <summary>The normal equations of a row cannot be solved, because too few ratings meet too little regularization.</summary>
public sealed class NotPositiveDefiniteException : FastMfException
{
    internal NotPositiveDefiniteException(int epoch, string row, int ratings, int minor)
        : base(
            $"In epoch {epoch} the least-squares problem of {row} with {ratings} ratings is not positive definite (leading minor {minor}). "
            + "Raise the regularization, or lower the rank.")
    {
        Epoch = epoch;
        Row = row;
        Minor = minor;
    }

    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; }

    /// <summary>The user or item, with its id.</summary>
    public string Row { get; }

    /// <summary>The order of the first leading minor that is not positive.</summary>
    public int Minor { get; }
}
