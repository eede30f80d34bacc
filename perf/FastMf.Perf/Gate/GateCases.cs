using System.Globalization;
using System.Text;
using FastMf.Data;
using FastMf.Data.Reading;
using FastMf.Kernels;
using FastMf.Kernels.Sgd;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Recommending;
using FastMf.Solving;
using FastMf.Training;

namespace FastMf.Perf.Gate;

/// <summary>Kernels and paths at one rank. Their data fits a core's caches: these cases are about code, not about memory.</summary>
internal sealed class GateCases : IDisposable
{
    /// <summary>The rank that the gate watches.</summary>
    public const int GateRank = 64;

    private const int Rows = 512;
    private const int Gathered = 64;
    private const int FoldedIn = 50;
    private const int Items = 4000;

    private readonly SeededRandom _random = new(1);
    private readonly int _rank;
    private readonly int _stride;
    private readonly FactorMatrix _users;
    private readonly FactorMatrix _items;
    private readonly MfModel _model;
    private readonly UserFoldIn _foldIn;

    public GateCases(int rank)
    {
        _rank = rank;
        _users = new FactorMatrix(Rows, rank);
        _items = new FactorMatrix(Rows, rank);
        _stride = _users.Stride;
        Fill(_users);
        Fill(_items);
        const int Users = 400;
        Rating[] ratings = [.. Enumerable.Range(0, 40_000).Select(
            i => new Rating(i % Users, _random.NextInt32(Items), 0.5f * (1 + _random.NextInt32(10))))];
        RatingMatrix matrix = RatingMatrix.Create(IdMap.Range(Users), IdMap.Range(Items), ratings);
        _model = new AlsTrainer(new AlsOptions { Rank = rank, Epochs = 1 }).Train(matrix).Model;
        _foldIn = new UserFoldIn(_model);
        All = [Dot(), Gram(), Cholesky(), Sgd(), Scan(), FoldIn(), Load(ratings)];
    }

    public IReadOnlyList<GateCase> All { get; }

    public void Dispose()
    {
        _foldIn.Dispose();
        _model.Dispose();
        _users.Dispose();
        _items.Dispose();
    }

    /// <summary>Cholesky and both substitutions.</summary>
    private double SolveOperations => Math.Pow(_rank, 3) / 3 + 2.0 * _rank * _rank;

    private GateCase Dot()
    {
        float[] scores = new float[Rows];
        return new GateCase(
            "dot",
            new Cost(2.0 * _rank * Rows, 4.0 * _rank * Rows, Rows, "row"),
            () => KernelSet.Best.DotRows(_items.View, 0, _users.View.PaddedRow(0), scores),
            () =>
            {
                for (int row = 0; row < Rows; row++)
                {
                    scores[row] = Naive.Dot(_items.View.Row(row), _users.View.Row(0));
                }
            });
    }

    private GateCase Gram()
    {
        int[] indexes = [.. Enumerable.Range(0, Gathered).Select(_ => _random.NextInt32(Rows))];
        float[] targets = [.. indexes.Select(_ => (float)_random.NextGaussian())];
        var gram = new AlignedBuffer(KernelSet.GramLength(_rank));
        var vectors = new AlignedBuffer(2 * _stride);
        var workspace = new AlignedBuffer(KernelSet.WorkspaceLength(_rank));
        return new GateCase(
            "gram",
            new Cost(_rank * (_rank + 1.0) * Gathered, 4.0 * _rank * Gathered, Gathered, "row"),
            () => KernelSet.Best.ComputeNormalEquations(
                _items.View,
                new GatheredRows(indexes, targets),
                new NormalEquations(gram.Span, vectors.Slice(0, _stride), vectors.Slice(_stride, _stride), workspace.Span)),
            () => Naive.NormalEquations(_items.View, indexes, targets, gram.Span, vectors.Slice(0, _stride)));
    }

    /// <summary>Systems as training solves them: up to rank 64 sixteen at once; the naive loop solves one after the other.</summary>
    private GateCase Cholesky()
    {
        int systems = _rank <= ExactRowSolver.MaximumInterleavedRank ? KernelSet.InterleavedSystems : 1;
        float[] matrix = new float[KernelSet.GramLength(_rank)];
        float[] right = new float[_stride];
        Naive.NormalEquations(_items.View, [.. Enumerable.Range(0, Rows)], new float[Rows], matrix, right);
        for (int i = 0; i < _rank; i++)
        {
            matrix[i * _stride + i] += 1;
        }

        var work = new AlignedBuffer(systems * matrix.Length);
        var rights = new AlignedBuffer(systems * _stride);
        var factors = new AlignedBuffer(KernelSet.InterleavedLength(_rank));
        int[] failed = new int[systems];
        return new GateCase(
            "cholesky",
            new Cost(systems * SolveOperations, 0, systems, "system"),
            () =>
            {
                for (int system = 0; system < systems; system++)
                {
                    matrix.CopyTo(work.Span[(system * matrix.Length)..]);
                }

                Ones(rights.Span);
                if (systems == 1)
                {
                    KernelSet.Best.TryFactorize(work.Span, _rank, rights.Span, [], out failed[0]);
                    KernelSet.Best.SolveBack(work.Span, _rank, rights.Span);
                    return;
                }

                KernelSet.Best.FactorizeInterleaved(work.Span, _rank, rights.Span, [], factors.Span, failed);
                KernelSet.Best.SolveBackInterleaved(factors.Span, _rank, rights.Span, systems);
            },
            () =>
            {
                for (int system = 0; system < systems; system++)
                {
                    matrix.CopyTo(work.Span);
                    Ones(right);
                    Naive.Solve(work.Span, _rank, _stride, right);
                }
            });
    }

    private GateCase Sgd()
    {
        const int Samples = 500;

        // With a regularization the factors would shrink from call to call until their products are denormal, which are slow.
        const float Rate = 1e-3f, Regularization = 0;
        BlockSample[] samples = [.. Enumerable.Range(0, Samples).Select(
            _ => new BlockSample((ushort)_random.NextInt32(Rows), (ushort)_random.NextInt32(Rows), 0.1f))];
        RowState[] states = [.. Enumerable.Range(0, Rows).Select(_ => new RowState { FactorRegularization = Regularization })];
        RowState[] itemStates = [.. states];
        var step = new SgdStep { LearningRate = Rate, BiasLearningRate = Rate, Simultaneous = true };
        return new GateCase(
            "sgd",
            new Cost(8.0 * _rank * Samples, 16.0 * _rank * Samples, Samples, "rating"),
            () => KernelSet.Best.SgdUpdate(new SgdModel(_users.View, _items.View, states, itemStates), samples, step),
            () =>
            {
                foreach (BlockSample sample in samples)
                {
                    Naive.Update(
                        _users.View.Row(sample.UserOffset), _items.View.Row(sample.ItemOffset), sample.Value, Rate, Regularization);
                }
            });
    }

    private GateCase Scan()
    {
        var recommender = new Recommender(_model);
        var list = new ScoredItem[10];
        var best = new (float, int)[10];
        return new GateCase(
            "top-n",
            new Cost(2.0 * _rank * Items, 4.0 * _rank * Items, 1, "list"),
            () => recommender.Recommend(new UserIndex(0), list),
            () => Naive.Best(_model.ItemFactors.View, _model.ItemBiases, _model.UserFactors.Row(0), best));
    }

    private GateCase FoldIn()
    {
        ItemIndex[] items = [.. Enumerable.Range(0, FoldedIn).Select(i => new ItemIndex(i * 7))];
        int[] indexes = [.. items.Select(item => item.Value)];
        float[] ratings = [.. items.Select(item => 1f + item.Value % 5)];
        float[] factors = new float[_stride];
        (float[] gram, float[] right) = (new float[KernelSet.GramLength(_rank)], new float[_stride]);
        return new GateCase(
            "fold-in",
            new Cost(_rank * (_rank + 1.0) * FoldedIn + SolveOperations, 0, 1, "user"),
            () => _foldIn.Solve(items, ratings, factors),
            () =>
            {
                Naive.NormalEquations(_model.ItemFactors.View, indexes, ratings, gram, right);
                for (int i = 0; i < _rank; i++)
                {
                    gram[i * _stride + i] += 5;
                }

                Naive.Solve(gram, _rank, _stride, right);
            });
    }

    private static GateCase Load(Rating[] ratings)
    {
        const int Lines = 10_000;
        var text = new StringBuilder();
        foreach (Rating rating in ratings.AsSpan(0, Lines))
        {
            text.Append(CultureInfo.InvariantCulture, $"{rating.User} {rating.Item} {rating.Value}\n");
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        var options = new RatingReaderOptions { Threads = 1 };
        return new GateCase(
            "load",
            new Cost(0, bytes.Length, Lines, "rating"),
            () => _ = RatingReader.Read(new MemoryStream(bytes), "ratings", options).Ratings.Count,
            () => Naive.Load(bytes));
    }

    /// <summary>A right-hand side of ones for each system; padding stays zero.</summary>
    private void Ones(Span<float> rights)
    {
        for (int start = 0; start < rights.Length; start += _stride)
        {
            rights.Slice(start, _rank).Fill(1);
            rights.Slice(start + _rank, _stride - _rank).Clear();
        }
    }

    private void Fill(FactorMatrix matrix)
    {
        for (int row = 0; row < matrix.RowCount; row++)
        {
            foreach (ref float value in matrix.View.Row(row))
            {
                value = (float)(_random.NextGaussian() / 8);
            }
        }
    }
}
