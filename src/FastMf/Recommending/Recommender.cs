using System.Runtime.InteropServices;
using FastMf.Data;
using FastMf.Model;
using FastMf.Recommending.Search;
using FastMf.Threading;

namespace FastMf.Recommending;

/// <summary>
/// Top-N items for a user, and similar items and users, exactly: the lists are those of scoring everything, found by an index that
/// looks at little of it. Lists are in descending order of score, of equal scores the smaller index first. Items without training
/// ratings are in no list: nothing is known of them. Safe for any number of threads; the methods that fill a span allocate nothing.
/// </summary>
public sealed class Recommender : IDisposable
{
    private readonly MfModel _model;
    private readonly RatedItems? _rated;
    private readonly RecommenderOptions _options;
    private readonly int _workers;
    private readonly PopularItems _popular;
    private readonly SideSearch _items;
    private readonly SideSearch _users;
    private readonly FoldInPool _foldIns;

    /// <summary>Prepares recommending from a model, which must outlive this object.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rated">What users have rated, to be left out of their lists; its ids may differ from the model's. Null for none.</param>
    /// <param name="options">What to prepare; null for the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is out of its range.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public Recommender(MfModel model, RatingMatrix? rated = null, RecommenderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        _options = options ?? new RecommenderOptions();
        _workers = WorkerTeam.Validate(_options.Threads, nameof(options));
        _model = model;
        _rated = rated is null ? null : new RatedItems(model, rated);
        _popular = new PopularItems(model);
        _items = new SideSearch(new SearchSide(model, isUsers: false));
        _users = new SideSearch(new SearchSide(model, isUsers: true));
        _foldIns = new FoldInPool(model);
        if (_options.BuildIndex)
        {
            BuildIndex();
        }
    }

    /// <summary>
    /// Builds what the options ask for, if it is not there yet. Lists may be asked for meanwhile; only one thread may call this.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public void BuildIndex()
    {
        _items.BuildIndex(_users.Side.TypicalNorm(), _workers);
        if (_options.IndexUsers)
        {
            _users.BuildIndex(_users.Side.TypicalNorm(), _workers);
        }
    }

    /// <summary>The best items for a user, without those he has rated.</summary>
    /// <param name="user">The user.</param>
    /// <param name="destination">Filled from the start; its length is the length of the list asked for.</param>
    /// <param name="threshold">Only items whose score is above it are recommended.</param>
    /// <param name="includeRated">Whether items that he has rated are recommended too.</param>
    /// <returns>How many items were found; fewer than asked for when the rest is rated or not above the threshold.</returns>
    /// <exception cref="ArgumentException"><paramref name="threshold"/> is not a number.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is not of this model.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public int Recommend(
        UserIndex user, Span<ScoredItem> destination, float threshold = float.NegativeInfinity, bool includeRated = false) =>
        Recommend(user, destination, new RecommendationFilter { Threshold = threshold, IncludeRated = includeRated }, out _);

    /// <summary>The best items for a user.</summary>
    /// <param name="user">The user.</param>
    /// <param name="destination">Filled from the start; its length is the length of the list asked for.</param>
    /// <param name="filter">Which items may be listed.</param>
    /// <param name="report">How much of the model was looked at.</param>
    /// <returns>How many items were found.</returns>
    /// <exception cref="ArgumentException">The threshold is not a number, excluded items are not ascending, or groups are of another model.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is not of this model.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public int Recommend(UserIndex user, Span<ScoredItem> destination, in RecommendationFilter filter, out SearchReport report)
    {
        RequireUser(user);
        int count = Search(_items, Request(user, filter), destination, filter.Threshold, out report);
        GC.KeepAlive(this);
        return count;
    }

    /// <summary>
    /// The best items for many users, as single requests would find them: users are taken in groups that share each look at the items.
    /// Memory beyond the result is a few kilobytes for each thread.
    /// </summary>
    /// <param name="users">The users.</param>
    /// <param name="destination">Receives the lists one after the other: <see cref="BatchOptions.Length"/> places for each user.</param>
    /// <param name="counts">Receives how many items were found for each user.</param>
    /// <param name="options">What lists to make; null for the defaults.</param>
    /// <param name="cancellation">Stops between groups of users.</param>
    /// <exception cref="ArgumentException">A length is wrong, the threshold is not a number, or groups are of another model.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A user is not of this model, or a number of the options is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled; what is in the lists is undefined.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public void RecommendBatch(
        ReadOnlyMemory<UserIndex> users,
        Memory<ScoredItem> destination,
        Memory<int> counts,
        BatchOptions? options = null,
        CancellationToken cancellation = default)
    {
        options ??= new BatchOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Length, 1, nameof(options));
        int workers = WorkerTeam.Validate(options.Threads, nameof(options));
        float threshold = options.Threshold ?? float.NegativeInfinity;
        RequireNumber(threshold, nameof(options));
        if (destination.Length != (long)users.Length * options.Length || counts.Length != users.Length)
        {
            throw new ArgumentException(
                $"{users.Length} lists of {options.Length} need {(long)users.Length * options.Length} places and {users.Length} counts, not {destination.Length} and {counts.Length}.",
                nameof(destination));
        }

        foreach (UserIndex user in users.Span)
        {
            RequireUser(user);
        }

        counts.Span.Clear();
        const int Group = BatchSearch.QueriesPerGroup;
        var workspaces = new BatchWorkspace[workers];
        int done = 0;
        WorkerTeam.Run(
            workers,
            (users.Length + Group - 1) / Group,
            (worker, piece) =>
            {
                BatchWorkspace workspace = workspaces[worker] ??= new BatchWorkspace(Group, _model.ItemFactors.Stride);
                int first = piece * Group;
                int count = Math.Min(Group, users.Length - first);
                BatchSearch.Search(
                    _items,
                    query => Request(users.Span[query], new RecommendationFilter
                    {
                        IncludeRated = options.IncludeRated,
                        Groups = options.Groups,
                        AnyOf = options.AnyOf,
                        NoneOf = options.NoneOf,
                    }),
                    first,
                    destination.Span.Slice(first * options.Length, count * options.Length),
                    counts.Span.Slice(first, count),
                    threshold,
                    workspace);
                options.Progress?.Report(Interlocked.Add(ref done, count));
            },
            cancellation);
        GC.KeepAlive(this);
    }

    /// <summary>The best items for factors that are not in the model, as <see cref="UserFoldIn"/> computes them.</summary>
    /// <param name="factors">The user's factors with padding: rank rounded up to a multiple of 16 floats.</param>
    /// <param name="bias">The user's bias.</param>
    /// <param name="excluded">Items to leave out, ascending.</param>
    /// <param name="destination">Filled from the start; its length is the length of the list asked for.</param>
    /// <param name="threshold">Only items whose score is above it are recommended.</param>
    /// <returns>How many items were found.</returns>
    /// <exception cref="ArgumentException">
    /// A length is wrong, <paramref name="excluded"/> is not ascending, or <paramref name="bias"/> or <paramref name="threshold"/> is not
    /// a number.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public int Recommend(
        ReadOnlySpan<float> factors,
        float bias,
        ReadOnlySpan<ItemIndex> excluded,
        Span<ScoredItem> destination,
        float threshold = float.NegativeInfinity) =>
        Recommend(factors, bias, destination, new RecommendationFilter { Threshold = threshold, Excluded = excluded }, out _);

    /// <summary>The best items for factors that are not in the model.</summary>
    /// <param name="factors">The user's factors with padding: rank rounded up to a multiple of 16 floats.</param>
    /// <param name="bias">The user's bias.</param>
    /// <param name="destination">Filled from the start; its length is the length of the list asked for.</param>
    /// <param name="filter">Which items may be listed; what the user has rated is not known here.</param>
    /// <param name="report">How much of the model was looked at.</param>
    /// <returns>How many items were found.</returns>
    /// <exception cref="ArgumentException">
    /// A length is wrong, the bias or the threshold is not a number, excluded items are not ascending, or groups are of another model.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public int Recommend(
        ReadOnlySpan<float> factors, float bias, Span<ScoredItem> destination, in RecommendationFilter filter, out SearchReport report)
    {
        RequireNumber(bias, nameof(bias));
        if (factors.Length != _model.ItemFactors.Stride)
        {
            throw new ArgumentException($"{_model.ItemFactors.Stride} factors are needed, padding included, not {factors.Length}.", nameof(factors));
        }

        var request = new SearchRequest { Vector = factors, Constant = _model.Mean + bias, Filter = Filter(filter, []) };
        return Search(_items, request, destination, filter.Threshold, out report);
    }

    /// <summary>
    /// The best items for someone who is known by ratings alone, which need not be in the model: his factors are solved and used at
    /// once. What he has rated is left out, unless the filter includes it. Allocates nothing once as many threads as there are
    /// processors have met their longest rows.
    /// </summary>
    /// <param name="items">The rated items, in any order; for one that occurs twice both ratings count.</param>
    /// <param name="ratings">The ratings, finite, one for each item.</param>
    /// <param name="destination">Filled from the start; its length is the length of the list asked for.</param>
    /// <param name="filter">Which items may be listed.</param>
    /// <returns>How many items were found.</returns>
    /// <exception cref="ArgumentException">
    /// A length is wrong, a rating is not finite, the threshold is not a number, excluded items are not ascending, or groups are of
    /// another model.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An item is not of this model.</exception>
    /// <exception cref="FoldInException">The equations cannot be solved.</exception>
    /// <exception cref="ObjectDisposedException">The model or this object has been disposed of.</exception>
    public int Recommend(
        ReadOnlySpan<ItemIndex> items, ReadOnlySpan<float> ratings, Span<ScoredItem> destination, in RecommendationFilter filter = default)
    {
        FoldInWorkspace workspace = _foldIns.Rent();
        try
        {
            float bias = workspace.Solver.Solve(items, ratings, workspace.Factors);
            var request = new SearchRequest
            {
                Vector = workspace.Factors,
                Constant = _model.Mean + bias,
                Filter = Filter(filter, filter.IncludeRated ? [] : workspace.Sorted(MemoryMarshal.Cast<ItemIndex, int>(items))),
            };
            return Search(_items, request, destination, filter.Threshold, out _);
        }
        finally
        {
            _foldIns.Return(workspace);
        }
    }

    /// <summary>The best items for a user id that the model may not know. Allocates nothing once it has met a user of each kind.</summary>
    /// <param name="userId">The id.</param>
    /// <param name="destination">Filled from the start; its length is the length of the list asked for.</param>
    /// <param name="count">How many items were found.</param>
    /// <param name="threshold">Only items whose score is above it are recommended.</param>
    /// <param name="unknownUser">What to do when the model does not know the user.</param>
    /// <param name="includeRated">Whether items that he has rated are recommended too.</param>
    /// <returns>What the list rests on.</returns>
    /// <exception cref="ArgumentException"><paramref name="threshold"/> is not a number.</exception>
    /// <exception cref="FoldInException">The user was to be folded in and the equations cannot be solved.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public RecommendationBasis Recommend(
        ReadOnlySpan<char> userId,
        Span<ScoredItem> destination,
        out int count,
        float threshold = float.NegativeInfinity,
        UnknownUserPolicy unknownUser = UnknownUserPolicy.MostPopular,
        bool includeRated = false)
    {
        RequireNumber(threshold, nameof(threshold));
        if (_model.TryGetUser(userId, out UserIndex user))
        {
            count = Recommend(user, destination, threshold, includeRated);
            return RecommendationBasis.TrainedFactors;
        }

        RatingRow rated = _rated is null ? default : _rated.Of(userId);
        if (unknownUser == UnknownUserPolicy.FoldIn && rated.Count > 0)
        {
            var filter = new RecommendationFilter { Threshold = threshold, IncludeRated = includeRated };
            count = Recommend(MemoryMarshal.Cast<int, ItemIndex>(rated.Indexes), rated.Values, destination, filter);
            return RecommendationBasis.FoldedInFactors;
        }

        count = _popular.Select(includeRated ? [] : rated.Indexes, destination, threshold);
        return RecommendationBasis.Popularity;
    }

    /// <summary>The items most similar to an item.</summary>
    /// <param name="item">The item; never in its own list.</param>
    /// <param name="destination">Filled from the start; its length is the length of the list asked for.</param>
    /// <param name="similarity">What similar means.</param>
    /// <returns>How many items were found: by the cosine, an item whose factors are all 0 is similar to none.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="item"/> is not of this model.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public int SimilarItems(ItemIndex item, Span<ScoredItem> destination, Similarity similarity = Similarity.Cosine) =>
        SimilarItems(item, destination, similarity, default, out _);

    /// <summary>The items most similar to an item.</summary>
    /// <param name="item">The item; never in its own list.</param>
    /// <param name="destination">Filled from the start; its length is the length of the list asked for.</param>
    /// <param name="similarity">What similar means.</param>
    /// <param name="filter">Which items may be listed; nothing counts as rated here.</param>
    /// <param name="report">How much of the model was looked at.</param>
    /// <returns>How many items were found.</returns>
    /// <exception cref="ArgumentException">The threshold is not a number, excluded items are not ascending, or groups are of another model.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="item"/> is not of this model.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public int SimilarItems(
        ItemIndex item, Span<ScoredItem> destination, Similarity similarity, in RecommendationFilter filter, out SearchReport report)
    {
        int row = item.Value;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)_model.ItemFactors.RowCount, nameof(item));
        return SearchSimilar(_items, row, destination, similarity, Filter(filter, new ReadOnlySpan<int>(ref row)), filter.Threshold, out report);
    }

    /// <summary>The users most similar to a user; fast when the options ask for an index of the users, with the same result.</summary>
    /// <param name="user">The user; never in his own list.</param>
    /// <param name="destination">Filled from the start; its length is the length of the list asked for.</param>
    /// <param name="similarity">What similar means.</param>
    /// <param name="threshold">Only users whose similarity is above it are listed.</param>
    /// <returns>How many users were found: by the cosine, a user whose factors are all 0 is similar to none.</returns>
    /// <exception cref="ArgumentException"><paramref name="threshold"/> is not a number.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is not of this model.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public int SimilarUsers(
        UserIndex user, Span<ScoredUser> destination, Similarity similarity = Similarity.Cosine, float threshold = float.NegativeInfinity)
    {
        int row = user.Value;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)_model.UserFactors.RowCount, nameof(user));
        var filter = new SearchFilter { Excluded = new ReadOnlySpan<int>(ref row) };

        // A user and an item with a score are the same two numbers.
        return SearchSimilar(_users, row, MemoryMarshal.Cast<ScoredUser, ScoredItem>(destination), similarity, filter, threshold, out _);
    }

    /// <summary>Gives the index's memory back at once; no other member may be in use or be used afterwards. The model stays.</summary>
    public void Dispose()
    {
        _popular.Dispose();
        _rated?.Dispose();
        _items.Dispose();
        _users.Dispose();
        _foldIns.Dispose();
    }

    private static int SearchSimilar(
        SideSearch side, int row, Span<ScoredItem> destination, Similarity similarity, scoped SearchFilter filter, float? threshold, out SearchReport report)
    {
        bool isCosine = similarity == Similarity.Cosine;
        var request = new SearchRequest
        {
            Vector = side.Side.Factors.View.PaddedRow(row),
            Kind = isCosine ? ScoreKind.Cosine : ScoreKind.Product,
            Reciprocal = isCosine ? side.Side.Reciprocals[row] : 0,
            Filter = filter,
        };
        report = default;
        return isCosine && request.Reciprocal == 0 ? 0 : Search(side, request, destination, threshold, out report);
    }

    private static int Search(
        SideSearch side, scoped in SearchRequest request, Span<ScoredItem> destination, float? threshold, out SearchReport report)
    {
        float bar = threshold ?? float.NegativeInfinity;
        RequireNumber(bar, nameof(threshold));
        var selection = new TopSelection(destination, bar);
        report = side.Search(request, ref selection, destination.Length);
        return selection.Finish();
    }

    private SearchRequest Request(UserIndex user, RecommendationFilter filter) => new()
    {
        Vector = _model.UserFactors.View.PaddedRow(user.Value),
        Constant = _model.Mean + _model.UserBiases[user.Value],
        Filter = Filter(filter, filter.IncludeRated || _rated is null ? [] : _rated.Of(user).Indexes),
    };

    private void RequireUser(UserIndex user) =>
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)user.Value, (uint)_model.UserFactors.RowCount, nameof(user));

    private SearchFilter Filter(RecommendationFilter filter, ReadOnlySpan<int> rated) =>
        RecommendationFilter.Checked(filter, rated, _model.ItemFactors.RowCount);

    private static void RequireNumber(float value, string name)
    {
        if (float.IsNaN(value))
        {
            throw new ArgumentException("A number is needed, not NaN.", name);
        }
    }
}
