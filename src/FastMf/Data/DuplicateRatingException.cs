namespace FastMf.Data;

/// <summary>One user has rated one item more than once, and the policy was <see cref="DuplicatePolicy.Error"/>.</summary>
public sealed class DuplicateRatingException : FastMfException
{
    internal DuplicateRatingException(string user, string item)
        : base(
            $"User '{user}' has rated item '{item}' more than once. Remove the extra ratings, or choose a duplicate policy: "
            + "last, mean or sum.")
    {
        User = user;
        Item = item;
    }

    /// <summary>The user's id.</summary>
    public string User { get; }

    /// <summary>The item's id.</summary>
    public string Item { get; }
}
