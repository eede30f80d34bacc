using FastMf.Data.Splitting;

namespace FastMf.Evaluation.Tuning;

/// <summary>Makes each fold once, when the first of its trainings needs it, and lets go of it after the last.</summary>
internal sealed class SplitCache
{
    private readonly Lazy<RatingSplit>?[] _splits;
    private readonly int[] _users;

    public SplitCache(RatingFolds folds, int usersOfEach)
    {
        // One thread each: others make their folds or train meanwhile.
        _splits = [.. Enumerable.Range(0, folds.Count).Select(fold => new Lazy<RatingSplit>(() => folds.Split(fold, threads: 1)))];
        _users = [.. Enumerable.Repeat(usersOfEach, folds.Count)];
    }

    /// <summary>The fold; for any thread that has not released it yet.</summary>
    public RatingSplit Take(int fold) => _splits[fold]!.Value;

    /// <summary>Tells that one of the fold's trainings has ended; never on two threads at once.</summary>
    public void Release(int fold)
    {
        if (--_users[fold] == 0)
        {
            _splits[fold] = null;
        }
    }
}
