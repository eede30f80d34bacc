namespace FastMf.Recommending;

/// <summary>The normal equations of a user who is folded in cannot be solved with the model's regularization.</summary>
public sealed class FoldInException : FastMfException
{
    internal FoldInException(int ratings, int minor)
        : base($"The least-squares problem of {ratings} ratings is not positive definite (leading minor {minor}). Train the model with more regularization.")
    {
    }
}
