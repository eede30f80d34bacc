using System.Runtime.InteropServices;
using FastMf.Data;
using FastMf.Model;
using FastMf.Recommending.Search;
using FastMf.Threading;

namespace FastMf.Recommending;

/// <summary>
/// Top-N items for a user, and similar items and users, exactly: the lists are those of scoring everything, found by an index that
/// looks at little of it. Lists are in descending order of score, of equal scores the smaller index first. Items without training
/// ratings are in no list: nothing is known of them. Safe for any number of threads; all but batches allocate nothing.
/// </summary>
/// <remarks>
/// Every request has one form: <c>result = recommender.Recommend(whom, destination, filter)</c>. First comes what the list is for: a user
/// by index or id, ratings, factors, an item. Then the span that is filled from its start: its length is the length of the list asked
/// for, and places that are not filled stay as they are. Then the filter, whose default leaves out what the user has rated and nothing
/// else. What is returned says how many entries there are, what they rest on and how much of the model was looked at. A batch has the
/// same three as memory: users, destination, and one result for each user.
/// </remarks>
public sealed class Recommender : IDisposable
{
    private readonly MfModel _model;
    private readonly RatedItems? _rated;
    private readonly RecommenderOptions _options;
    private readonly int _workers;
    private readonly PopularItems _popular;
    private readonly CandidateSearch _items;
    private readonly CandidateSearch _users;
    private readonly FoldInPool _foldIns;

    /// <summary>Prepares recommending from a model, which must outlive this object.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rated">
    /// What users have rated, to be left out of their lists; its ids may differ from the model's. Null for none.
    /// </param>
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
        _items = new CandidateSearch(new CandidateSet(model, isUsers: false));
        _users = new CandidateSearch(new CandidateSet(model, isUsers: true));
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
        double typicalNorm = _users.Candidates.TypicalNorm();
        _items.BuildIndex(typicalNorm, _workers);
        if (_options.IndexUsers)
        {
            _users.BuildIndex(typicalNorm, _workers);
        }
    }

    /// <summary>The best items for a user of the model.</summary>
    /// <param name="user">The user.</param>
    /// <param name="destination">Filled from the start; its length is the length of the list asked for.</param>
    /// <param name="filter">Which items may be listed; by default all but those that the user has rated.</param>
    /// <returns>How many items were found, and how.</returns>
    /// <exception cref="ArgumentException">
    /// The threshold is not a number, excluded items are not ascending, or groups are of another model.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is not of this model.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public RecommendationResult Recommend(UserIndex user, Span<ScoredItem> destination, in RecommendationFilter filter = default)
    {
        RequireUser(user, nameof(user));
        Validate(filter);
        return ForKnownUser(user, destination, filter);
    }

    /// <summary>
    /// The best items for a user by id, whom the model may not know: the result says what the list rests on. Allocates nothing once
    /// users of each kind have asked.
    /// </summary>
    /// <param name="userId">The id.</param>
    /// <param name="destination">Filled from the start; its length is the length of the list asked for.</param>
    /// <param name="filter">Which items may be listed; by default all but those that the user has rated.</param>
    /// <param name="unknownUser">What to do when the model does not know the user.</param>
    /// <returns>How many items were found, and how.</returns>
    /// <exception cref="ArgumentException">
    /// The threshold is not a number, excluded items are not ascending, or groups are of another model.
    /// </exception>
    /// <exception cref="FoldInException">The user was to be folded in and the equations cannot be solved.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public RecommendationResult Recommend(
        ReadOnlySpan<char> userId,
        Span<ScoredItem> destination,
        in RecommendationFilter filter = default,
        UnknownUserPolicy unknownUser = UnknownUserPolicy.MostPopular)
    {
        Validate(filter);
        if (_model.TryGetUser(userId, out UserIndex user))
        {
            return ForKnownUser(user, destination, filter);
        }

        RatingRow rated = _rated is null ? default : _rated.Of(userId);
        if (unknownUser == UnknownUserPolicy.FoldIn && rated.Count > 0)
        {
            return ForRatings(MemoryMarshal.Cast<int, ItemIndex>(rated.Indexes), rated.Values, destination, filter);
        }

        int count = _popular.Select(destination, filter.ForSearch(filter.IncludeRated ? [] : rated.Indexes), filter.MinimumScore);
        return new RecommendationResult(count, RecommendationBasis.Popularity, default);
    }

    /// <summary>
    /// The best items for a session, or somebody who is known by ratings alone and need not be in the model: factors are solved and used
    /// at once. Allocates nothing once as many threads as there are processors have met their longest rows.
    /// </summary>
    /// <param name="items">The rated items, in any order; for one that occurs twice both ratings count.</param>
    /// <param name="ratings">The ratings, finite, one for each item.</param>
    /// <param name="destination">Filled from the start; its length is the length of the list asked for.</param>
    /// <param name="filter">Which items may be listed; by default all but <paramref name="items"/>.</param>
    /// <returns>How many items were found, and how.</returns>
    /// <exception cref="ArgumentException">
    /// A length is wrong, a rating is not finite, the threshold is not a number, excluded items are not ascending, or groups are of
    /// another model.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An item is not of this model.</exception>
    /// <exception cref="FoldInException">The equations cannot be solved.</exception>
    /// <exception cref="ObjectDisposedException">The model or this object has been disposed of.</exception>
    public RecommendationResult Recommend(
        ReadOnlySpan<ItemIndex> items, ReadOnlySpan<float> ratings, Span<ScoredItem> destination, in RecommendationFilter filter = default)
    {
        Validate(filter);
        return ForRatings(items, ratings, destination, filter);
    }

    /// <summary>The best items for factors that are not in the model, as <see cref="UserFoldIn"/> computes them.</summary>
    /// <param name="factors">The user's factors with padding: rank rounded up to a multiple of 16 floats.</param>
    /// <param name="bias">The user's bias.</param>
    /// <param name="destination">Filled from the start; its length is the length of the list asked for.</param>
    /// <param name="filter">Which items may be listed; what the user has rated is not known here.</param>
    /// <returns>How many items were found, and how.</returns>
    /// <exception cref="ArgumentException">
    /// A length is wrong, the bias or the threshold is not a number, excluded items are not ascending, or groups are of another model.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public RecommendationResult Recommend(
        ReadOnlySpan<float> factors, float bias, Span<ScoredItem> destination, in RecommendationFilter filter = default)
    {
        SearchFilter.RequireNumber(bias, nameof(bias));
        if (factors.Length != _model.ItemFactors.Stride)
        {
            throw new ArgumentException(
                $"{_model.ItemFactors.Stride} factors are needed, padding included, not {factors.Length}.", nameof(factors));
        }

        Validate(filter);
        var request = new SearchRequest { Vector = factors, Constant = _model.Mean + bias, Filter = filter.ForSearch([]) };
        return Search(_items, request, destination, filter.MinimumScore, RecommendationBasis.GivenFactors);
    }

    /// <summary>
    /// The best items for many users, as single requests would find them: users are taken in groups that share each look at the items.
    /// Memory beyond the result is a few kilobytes for each thread.
    /// </summary>
    /// <param name="users">The users.</param>
    /// <param name="destination">Receives the lists one after the other; its length is the number of users times that of a list.</param>
    /// <param name="results">Receives what single requests would return, one for each user.</param>
    /// <param name="filter">Which items may be listed; by default all but those that the user has rated.</param>
    /// <param name="options">Threads and progress; null for the defaults.</param>
    /// <param name="cancellation">Stops between groups of users.</param>
    /// <exception cref="ArgumentException">
    /// A length is wrong, the threshold is not a number, excluded items are not ascending, or groups are of another model.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A user is not of this model, or the number of threads is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled; what is in the lists is undefined.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public void RecommendBatch(
        ReadOnlyMemory<UserIndex> users,
        Memory<ScoredItem> destination,
        Memory<RecommendationResult> results,
        RecommendationFilter filter = default,
        BatchOptions? options = null,
        CancellationToken cancellation = default)
    {
        options ??= new BatchOptions();
        int workers = WorkerTeam.Validate(options.Threads, nameof(options));
        Validate(filter);
        int length = ListLength(users.Length, destination.Length, results.Length);
        foreach (UserIndex user in users.Span)
        {
            RequireUser(user, nameof(users));
        }

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
                    query => Request(users.Span[first + query], filter),
                    destination.Span.Slice(first * length, count * length),
                    results.Span.Slice(first, count),
                    filter.MinimumScore,
                    workspace);
                options.Progress?.Report(Interlocked.Add(ref done, count));
            },
            cancellation);
        GC.KeepAlive(this);
    }

    /// <summary>The items most similar to an item.</summary>
    /// <param name="item">The item; never in its own list.</param>
    /// <param name="destination">Filled from the start; its length is the length of the list asked for.</param>
    /// <param name="filter">Which items may be listed; nothing counts as rated here.</param>
    /// <param name="similarity">What similar means.</param>
    /// <returns>How many items were found: by the cosine, an item whose factors are all 0 is similar to none.</returns>
    /// <exception cref="ArgumentException">
    /// The threshold is not a number, excluded items are not ascending, or groups are of another model.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="item"/> is not of this model.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public RecommendationResult SimilarItems(
        ItemIndex item, Span<ScoredItem> destination, in RecommendationFilter filter = default, Similarity similarity = Similarity.Cosine)
    {
        int row = item.Value;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)_model.ItemFactors.RowCount, nameof(item));
        Validate(filter);
        SearchFilter others = filter.ForSearch(new ReadOnlySpan<int>(ref row));
        return SearchSimilar(_items, row, destination, others, filter.MinimumScore, similarity);
    }

    /// <summary>The users most similar to a user; fast when the options ask for an index of the users, with the same result.</summary>
    /// <param name="user">The user; never in the list.</param>
    /// <param name="destination">Filled from the start; its length is the length of the list asked for.</param>
    /// <param name="filter">Which users may be listed; by default all.</param>
    /// <param name="similarity">What similar means.</param>
    /// <returns>How many users were found: by the cosine, a user whose factors are all 0 is similar to none.</returns>
    /// <exception cref="ArgumentException">The threshold is not a number, or excluded users are not ascending.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is not of this model.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public RecommendationResult SimilarUsers(
        UserIndex user, Span<ScoredUser> destination, in UserFilter filter = default, Similarity similarity = Similarity.Cosine)
    {
        RequireUser(user, nameof(user));
        filter.Validate(nameof(filter));
        int row = user.Value;
        SearchFilter others = filter.ForSearch(new ReadOnlySpan<int>(ref row));

        // A user and an item with a score are the same two numbers.
        Span<ScoredItem> rows = MemoryMarshal.Cast<ScoredUser, ScoredItem>(destination);
        return SearchSimilar(_users, row, rows, others, filter.MinimumScore, similarity);
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

    /// <summary>How long each list of a batch is.</summary>
    private static int ListLength(int users, int destination, int results)
    {
        if (results != users)
        {
            throw new ArgumentException($"{users} users need as many results, not {results}.", nameof(results));
        }

        return destination % Math.Max(users, 1) == 0 && (users > 0 || destination == 0)
            ? destination / Math.Max(users, 1)
            : throw new ArgumentException($"{destination} places cannot be shared by {users} lists of one length.", nameof(destination));
    }

    private RecommendationResult ForKnownUser(UserIndex user, Span<ScoredItem> destination, in RecommendationFilter filter) =>
        Search(_items, Request(user, filter), destination, filter.MinimumScore, RecommendationBasis.TrainedFactors);

    private RecommendationResult ForRatings(
        ReadOnlySpan<ItemIndex> items, ReadOnlySpan<float> ratings, Span<ScoredItem> destination, in RecommendationFilter filter)
    {
        FoldInWorkspace workspace = _foldIns.Rent();
        try
        {
            float bias = workspace.Solver.Solve(items, ratings, workspace.Factors);
            var request = new SearchRequest
            {
                Vector = workspace.Factors,
                Constant = _model.Mean + bias,
                Filter = filter.ForSearch(filter.IncludeRated ? [] : workspace.Sorted(MemoryMarshal.Cast<ItemIndex, int>(items))),
            };
            return Search(_items, request, destination, filter.MinimumScore, RecommendationBasis.FoldedInFactors);
        }
        finally
        {
            _foldIns.Return(workspace);
        }
    }

    private RecommendationResult SearchSimilar(
        CandidateSearch search, int row, Span<ScoredItem> destination, scoped SearchFilter filter, float threshold, Similarity similarity)
    {
        bool isCosine = similarity == Similarity.Cosine;
        var request = new SearchRequest
        {
            Vector = search.Candidates.Factors.View.PaddedRow(row),
            Kind = isCosine ? ScoreKind.Cosine : ScoreKind.DotProduct,
            InverseNorm = isCosine ? search.Candidates.InverseNorms[row] : 0,
            Filter = filter,
        };
        return isCosine && request.InverseNorm == 0
            ? new RecommendationResult(0, RecommendationBasis.TrainedFactors, default)
            : Search(search, request, destination, threshold, RecommendationBasis.TrainedFactors);
    }

    private RecommendationResult Search(
        CandidateSearch search, scoped in SearchRequest request, Span<ScoredItem> destination, float threshold, RecommendationBasis basis)
    {
        var heap = new TopKHeap(destination, threshold);
        SearchReport report = search.Search(request, ref heap, destination.Length);
        int count = heap.Sort();
        GC.KeepAlive(this);
        return new RecommendationResult(count, basis, report);
    }

    private SearchRequest Request(UserIndex user, scoped in RecommendationFilter filter) => new()
    {
        Vector = _model.UserFactors.View.PaddedRow(user.Value),
        Constant = _model.Mean + _model.UserBiases[user.Value],
        Filter = filter.ForSearch(filter.IncludeRated || _rated is null ? [] : _rated.Of(user).Indexes),
    };

    private void Validate(in RecommendationFilter filter) => filter.Validate(_model.ItemFactors.RowCount, nameof(filter));

    private void RequireUser(UserIndex user, string name) =>
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)user.Value, (uint)_model.UserFactors.RowCount, name);
}
