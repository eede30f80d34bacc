namespace FastMf.Recommending;

/// <summary>
/// The normal equations of a user who is folded in cannot be solved, for want of regularization or for ratings too large.
/// </summary>
public sealed class FoldInException : FastMfException
{
    internal FoldInException(int ratings, int minor)
        : base(minor > 0
            ? $"The least-squares problem of {ratings} ratings is not positive definite (leading minor {minor}). "
                + "Train the model with more regularization."
            : $"The solution for {ratings} ratings is not finite: they are too large for float arithmetic. Scale them down.")
    {
    }
}
