namespace FastMf.Data.Splitting;

/// <summary>Ratings in two parts that share no rating: one to learn from and one to be predicted.</summary>
public sealed record RatingSplit
{
    internal RatingSplit(RatingMatrix train, RatingMatrix test) => (Train, Test) = (train, test);

    /// <summary>The ratings to learn from.</summary>
    public RatingMatrix Train { get; }

    /// <summary>The ratings to be predicted.</summary>
    public RatingMatrix Test { get; }

    /// <summary>The number of ratings to learn from.</summary>
    public int TrainCount => Train.Count;

    /// <summary>The number of ratings to be predicted.</summary>
    public int TestCount => Test.Count;

    /// <summary>The two parts.</summary>
    public void Deconstruct(out RatingMatrix train, out RatingMatrix test) => (train, test) = (Train, Test);

    /// <summary>Makes a split of two sets from elsewhere, two files for example, when they share no pair of user and item.</summary>
    /// <param name="train">The ratings to learn from.</param>
    /// <param name="test">The ratings to be predicted; users and items are matched by their ids.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="SeenRatingsException">A pair of user and item is rated in both.</exception>
    public static RatingSplit Of(RatingMatrix train, RatingMatrix test)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        int shared = PairOverlap.Count(train, test);
        return shared == 0
            ? new RatingSplit(train, test)
            : throw new SeenRatingsException(
                $"{shared:N0} of the {test.Count:N0} test ratings are of a user for an item that is in the training ratings too, "
                + "so the model would be tested on what it has learned.");
    }

    /// <summary>Divides ratings in two by a mask; both parts have the ids of the whole.</summary>
    /// <param name="ratings">The ratings.</param>
    /// <param name="isTest">For each rating, in the order of <see cref="RatingMatrix.ByUser"/>, whether it is to be predicted.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="isTest"/> has not one element for each rating.</exception>
    public static RatingSplit ByMask(RatingMatrix ratings, bool[] isTest)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        ArgumentNullException.ThrowIfNull(isTest);
        if (isTest.Length != ratings.Count)
        {
            throw new ArgumentException($"There are {isTest.Length} marks for {ratings.Count} ratings; give one for each.", nameof(isTest));
        }

        (RatingMatrix train, RatingMatrix test) = ratings.Partition(isTest);
        return new RatingSplit(train, test);
    }

    /// <summary>The same split with users and items swapped.</summary>
    public RatingSplit Transpose() => new(Train.Transpose(), Test.Transpose());
}
