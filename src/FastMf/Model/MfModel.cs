using FastMf.Data;
using FastMf.Data.Sketches;
using FastMf.Numerics;

namespace FastMf.Model;

/// <summary>
/// A trained matrix-factorization model: score = mean + user bias + item bias + user factors . item factors. Immutable, and safe for
/// any number of readers until it is disposed of.
/// </summary>
public sealed class MfModel : IDisposable
{
    private readonly Lazy<IdMap> _users;
    private readonly Lazy<IdMap> _items;
    private readonly ModelParameters _parameters;
    private readonly Action<MfModel>? _verify;
    private readonly NativeList<int> _userRatingCounts;
    private readonly NativeList<int> _itemRatingCounts;
    private readonly Lazy<BottomKSketch?> _learnedPairs;

    internal MfModel(
        IdMap users,
        IdMap items,
        ModelParameters parameters,
        int[] userRatingCounts,
        int[] itemRatingCounts,
        ModelInfo info,
        BottomKSketch? learnedPairs = null)
        : this(
            new Lazy<IdMap>(users),
            new Lazy<IdMap>(items),
            parameters,
            new NativeList<int>(userRatingCounts.AsSpan()),
            new NativeList<int>(itemRatingCounts.AsSpan()),
            info,
            new Lazy<BottomKSketch?>(learnedPairs),
            null)
    {
    }

    /// <summary>
    /// A model whose ids and sketch are read when they are first asked for, and whose contents are checked when that is asked for.
    /// </summary>
    internal MfModel(
        Lazy<IdMap> users,
        Lazy<IdMap> items,
        ModelParameters parameters,
        NativeList<int> userRatingCounts,
        NativeList<int> itemRatingCounts,
        ModelInfo info,
        Lazy<BottomKSketch?> learnedPairs,
        Action<MfModel>? verify)
    {
        _users = users;
        _items = items;
        _verify = verify;
        Info = info;
        _parameters = parameters;
        _userRatingCounts = userRatingCounts;
        _itemRatingCounts = itemRatingCounts;
        _learnedPairs = learnedPairs;
    }

    /// <summary>
    /// The ids of the users, those of the training matrix; it may hold users without ratings, whom the model does not know.
    /// </summary>
    /// <remarks>Integer ids of a model that was read from a file end with it: copy those that are to outlive it.</remarks>
    public IdMap Users => _users.Value;

    /// <summary>
    /// The ids of the items, those of the training matrix; it may hold items without ratings, which the model does not know.
    /// </summary>
    /// <remarks>Integer ids of a model that was read from a file end with it: copy those that are to outlive it.</remarks>
    public IdMap Items => _items.Value;

    /// <summary>How the model was trained.</summary>
    public ModelInfo Info { get; }

    /// <summary>Factors of each user and item.</summary>
    public int Rank => _parameters.Rank;

    /// <summary>The factors of the users, users x rank; <see cref="FactorMatrix.AsSpan2D"/> is a view of them.</summary>
    public FactorMatrix UserFactors => _parameters.UserFactors;

    /// <summary>The factors of the items, items x rank; <see cref="FactorMatrix.AsSpan2D"/> is a view of them.</summary>
    public FactorMatrix ItemFactors => _parameters.ItemFactors;

    /// <summary>One bias for each user, in the unit of the ratings; zeros when the model has none.</summary>
    public ReadOnlySpan<float> UserBiases => _parameters.UserBiases.Span;

    /// <summary>One bias for each item, in the unit of the ratings; zeros when the model has none.</summary>
    public ReadOnlySpan<float> ItemBiases => _parameters.ItemBiases.Span;

    /// <summary>The constant part of every score; 0 when the model has no biases.</summary>
    public float Mean => _parameters.Mean;

    /// <summary>What a prediction says, and how it follows from the score.</summary>
    public PredictionKind Predicts => _parameters.Predicts;

    /// <summary>The smallest training rating; predicted ratings are never below it. 0 where probabilities are predicted.</summary>
    public float MinimumRating => _parameters.MinimumRating;

    /// <summary>The largest training rating; predicted ratings are never above it. 1 where probabilities are predicted.</summary>
    public float MaximumRating => _parameters.MaximumRating;

    /// <summary>How many training ratings each user had; one without is unknown to the model, whatever the id.</summary>
    public ReadOnlySpan<int> UserRatingCounts => _userRatingCounts.Span;

    /// <summary>How many training ratings each item had: what "most popular" refers to. An item without is unknown to the model.</summary>
    public ReadOnlySpan<int> ItemRatingCounts => _itemRatingCounts.Span;

    /// <summary>
    /// A sketch of all pairs that the model has learned from; null where it is not known, in files of before it was kept.
    /// </summary>
    internal BottomKSketch? LearnedPairs => _learnedPairs.Value;

    /// <summary>What every answer comes from, even one that no factors enter: a disposed model has none to give.</summary>
    internal ModelParameters Parameters
    {
        get
        {
            ObjectDisposedException.ThrowIf(_parameters.UserFactors.Buffer.IsDisposed, this);
            return _parameters;
        }
    }

    /// <summary>
    /// The model of a trainer of your own: ids, rating counts, the range of predictions and what is kept to recognize training ratings are
    /// those of the ratings that it has learned from.
    /// </summary>
    /// <param name="train">The ratings.</param>
    /// <param name="userFactors">
    /// The factors of the users, one row for each; those of a user without ratings are zeros. They are the model's from now on, which
    /// disposes of them; nobody may change them.
    /// </param>
    /// <param name="itemFactors">The factors of the items, of the same rank; the same holds for them.</param>
    /// <param name="userBiases">One bias for each user, 0 for one without ratings; or none at all, which stands for zeros. Copied.</param>
    /// <param name="itemBiases">One bias for each item, 0 for one without ratings; or none at all, which stands for zeros. Copied.</param>
    /// <param name="mean">The constant part of every score.</param>
    /// <param name="info">How the model was trained; its rating count is that of <paramref name="train"/>.</param>
    /// <param name="predicts">What a prediction says.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">
    /// A number of rows is not that of the ratings, the ranks differ, a number is not finite or so large that scores need not be, padding
    /// or the row of a user or item without ratings is not zero, or the description contradicts the rest; the message names the argument
    /// and the value. Nothing is disposed of.
    /// </exception>
    /// <exception cref="ObjectDisposedException">A matrix has been disposed of.</exception>
    public static MfModel Create(
        RatingMatrix train,
        FactorMatrix userFactors,
        FactorMatrix itemFactors,
        ReadOnlySpan<float> userBiases,
        ReadOnlySpan<float> itemBiases,
        float mean,
        ModelInfo info,
        PredictionKind predicts = PredictionKind.Rating)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(userFactors);
        ArgumentNullException.ThrowIfNull(itemFactors);
        ArgumentNullException.ThrowIfNull(info);
        ModelContentCheck.Ranks(userFactors, itemFactors);
        ModelContentCheck.Description(info, predicts, train.Count, mean);
        int[] userCounts = [.. Enumerable.Range(0, train.Users.Count).Select(train.ByUser.RowLength)];
        int[] itemCounts = train.ByUser.ColumnCounts(train.Items.Count);
        ModelContentCheck.Rows(userFactors, userCounts, nameof(userFactors), userBiases, info.UsesBiases, nameof(userBiases));
        ModelContentCheck.Rows(itemFactors, itemCounts, nameof(itemFactors), itemBiases, info.UsesBiases, nameof(itemBiases));
        (float minimum, float maximum) = PredictedRange.Of(train.Statistics, info.Objective, predicts);
        var parameters = new ModelParameters(userFactors, itemFactors)
        {
            Mean = mean,
            MinimumRating = minimum,
            MaximumRating = maximum,
            Predicts = predicts,
        };
        userBiases.CopyTo(parameters.UserBiases.Span);
        itemBiases.CopyTo(parameters.ItemBiases.Span);
        return new MfModel(train.Users, train.Items, parameters, userCounts, itemCounts, info, train.Sketch);
    }

    /// <summary>Reads a model file.</summary>
    /// <exception cref="ModelFileException">The file is missing, is no model, is damaged, or was written by a newer version.</exception>
    public static MfModel Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Persistence.ModelReader.Read(path);
    }

    /// <summary>
    /// Maps a model file into memory: there in milliseconds whatever its size, read page by page as it is used, and shared by processes.
    /// The header is checked, and biases and counts are; ids are checked when they are first asked for, the rest by <see cref="Verify"/>
    /// only, which checks ids too.
    /// </summary>
    /// <remarks>
    /// The file must not be changed while it is mapped. Replacing it by another of its name, as <see cref="Save"/> does, is no change,
    /// but Windows refuses it as long as the file is mapped.
    /// </remarks>
    /// <exception cref="ModelFileException">The file is missing, is no model, is damaged, or was written by a newer version.</exception>
    public static MfModel Map(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Persistence.ModelReader.Map(path);
    }

    /// <summary>Reads a mapped file from end to end and checks all of it; a model that was not mapped has been checked.</summary>
    /// <exception cref="ModelFileException">The file is damaged; the model must not be used.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public void Verify()
    {
        _ = Parameters;
        _verify?.Invoke(this);
        GC.KeepAlive(this);
    }

    /// <summary>The user with the given id; false when the model has not met the user in training.</summary>
    public bool TryGetUser(ReadOnlySpan<char> id, out UserIndex user)
    {
        int index = KnownUser(id);
        user = new UserIndex(index);
        return index >= 0;
    }

    /// <summary>The item with the given id; false when the model has not met it in training.</summary>
    public bool TryGetItem(ReadOnlySpan<char> id, out ItemIndex item)
    {
        int index = KnownItem(id);
        item = new ItemIndex(index);
        return index >= 0;
    }

    /// <summary>
    /// mean + user bias + item bias + user factors . item factors: for ranking, and not held within the range of ratings, where many
    /// items would tie.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is not of this model.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public float Score(UserIndex user, ItemIndex item)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)user.Value, (uint)_parameters.UserFactors.RowCount, nameof(user));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)item.Value, (uint)_parameters.ItemFactors.RowCount, nameof(item));
        return Parameters.Score(user.Value, item.Value);
    }

    /// <summary>
    /// The predicted rating of an item by a user: the score, held within the range of the training ratings; or the probability that
    /// <see cref="Predicts"/> names.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is not of this model.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public float Predict(UserIndex user, ItemIndex item) => _parameters.PredictionOf(Score(user, item));

    /// <summary>
    /// The same for ids that the model may not know: terms of an unknown user or item are left out, and the result says so.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public Prediction Predict(ReadOnlySpan<char> userId, ReadOnlySpan<char> itemId)
    {
        int user = KnownUser(userId);
        int item = KnownItem(itemId);
        PredictionBasis basis = (user >= 0, item >= 0) switch
        {
            (true, true) => PredictionBasis.Known,
            (false, true) => PredictionBasis.UnknownUser,
            (true, false) => PredictionBasis.UnknownItem,
            _ => PredictionBasis.UnknownUserAndItem,
        };
        return new Prediction(Parameters.Predict(user, item), basis);
    }

    /// <summary>The prediction that a score stands for: held within the range of the training ratings, or a probability.</summary>
    public float PredictionOf(float score) => _parameters.PredictionOf(score);

    /// <summary>
    /// Sums the errors of predictions of given ratings, whose users and items are matched by their ids; the terms of those that the model
    /// does not know are left out of their predictions. A preference, of a model of implicit feedback, is compared with 1 for ratings
    /// above 0 and with 0 for others.
    /// </summary>
    /// <param name="ratings">The ratings.</param>
    /// <param name="ofScores">Whether to compare scores, which no range holds, instead of predictions.</param>
    /// <param name="threads">1 to 1024, or 0 for one per processor; no bit of the result depends on it.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="ArgumentNullException"><paramref name="ratings"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is out of its range.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public ErrorSums SumErrors(RatingMatrix ratings, bool ofScores = false, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        int workers = Threading.WorkerTeam.Validate(threads, nameof(threads));
        ErrorSums sums = PredictionError.Sum(
            Parameters, Users, UserRatingCounts, Items, ItemRatingCounts, ratings, Info.Objective, workers, ofScores, cancellation);
        GC.KeepAlive(this);
        return sums;
    }

    /// <summary>
    /// How many of the given ratings are recognized as ones that the model has learned from, by the sketch that it keeps of its training
    /// pairs: a bottom-k sketch of 16,384 hashes of user and item by their ids.
    /// </summary>
    /// <remarks>
    /// Of up to 16,384 training ratings the sketch holds all, and each of them is recognized. Of n more it holds the part 16,384 / n,
    /// chosen by hash. A pair that was not learned from is taken for one that was with probability 16,384 / 2^64 at most.
    /// </remarks>
    /// <param name="ratings">The ratings; users and items are matched by their ids.</param>
    /// <exception cref="ArgumentNullException"><paramref name="ratings"/> is null.</exception>
    /// <exception cref="ModelFileException">The model is mapped, and its file is damaged.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public LearnedPairCount CountLearnedPairs(RatingMatrix ratings)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        _ = Parameters;
        LearnedPairCount count = LearnedPairs is { } sketch ? LearnedPairCount.Of(ratings, this, sketch) : default;
        GC.KeepAlive(this);
        return count;
    }

    /// <summary>
    /// Writes the model to a file that <see cref="Load"/> reads. A file of that name is replaced at once when the new one is complete;
    /// an error leaves it as it was.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or file may not be written.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Persistence.ModelWriter.Write(this, path);
    }

    /// <summary>
    /// SHA-256 over ids, factors, biases, mean and range, in hexadecimal: two models with the same hash give the same answers, bit for
    /// bit. How and when the model was trained does not enter.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public string ComputeHash() => Persistence.ModelHash.Compute(this);

    /// <summary>Gives the model's memory back at once; no other member may be in use or be used afterwards.</summary>
    public void Dispose()
    {
        Release(_users);
        Release(_items);
        _userRatingCounts.Dispose();
        _itemRatingCounts.Dispose();
        _parameters.Dispose();
    }

    /// <summary>Builds now what the first look-up of an id would build.</summary>
    internal void PrepareIds()
    {
        Users.Prepare();
        Items.Prepare();
    }

    private static void Release(Lazy<IdMap> ids)
    {
        if (ids.IsValueCreated)
        {
            ids.Value.Release();
        }
    }

    private int KnownUser(ReadOnlySpan<char> id) => Known(Users, id, _userRatingCounts);

    private int KnownItem(ReadOnlySpan<char> id) => Known(Items, id, _itemRatingCounts);

    private int Known(IdMap ids, ReadOnlySpan<char> id, NativeList<int> ratingCounts)
    {
        int known = ids.TryGetIndex(id, out int index) && ratingCounts[index] > 0 ? index : -1;
        GC.KeepAlive(this);
        return known;
    }
}
