using System.Globalization;
using System.Text;
using FastMf.Data;
using FastMf.Data.Reading;
using FastMf.Kernels;
using FastMf.Kernels.Sgd;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Recommending;
using FastMf.Training;

namespace FastMf.Perf.Gate;

/// <summary>The cases of the gate, at rank 64. Their data fits a core's caches: the gate is about code, not about memory.</summary>
internal sealed class GateCases : IDisposable
{
    private const int Rank = 64;
    private const int Rows = 512;

    private readonly SeededRandom _random = new(1);
    private readonly FactorMatrix _users = new(Rows, Rank);
    private readonly FactorMatrix _items = new(Rows, Rank);
    private readonly MfModel _model;
    private readonly UserFoldIn _foldIn;

    public GateCases()
    {
        Fill(_users);
        Fill(_items);
        const int Users = 400, Items = 4000;
        Rating[] ratings = [.. Enumerable.Range(0, 40_000).Select(i => new Rating(i % Users, _random.NextInt32(Items), 0.5f * (1 + _random.NextInt32(10))))];
        RatingMatrix matrix = RatingMatrix.Create(IdMap.Range(Users), IdMap.Range(Items), ratings);
        _model = new AlsTrainer(new AlsOptions { Rank = Rank, Epochs = 1 }).Train(matrix).Model;
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

    private GateCase Dot()
    {
        float[] scores = new float[Rows];
        return new GateCase(
            "dot",
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
        int[] indexes = [.. Enumerable.Range(0, 64).Select(_ => _random.NextInt32(Rows))];
        float[] targets = [.. indexes.Select(_ => (float)_random.NextGaussian())];
        (float[] gram, float[] right, float[] border) = (new float[KernelSet.GramLength(Rank)], new float[Rank], new float[Rank]);
        float[] workspace = new float[KernelSet.WorkspaceLength(Rank)];
        return new GateCase(
            "gram",
            () => KernelSet.Best.ComputeNormalEquations(_items.View, new GatheredRows(indexes, targets), new NormalEquations(gram, right, border, workspace)),
            () => Naive.NormalEquations(_items.View, indexes, targets, gram, right));
    }

    /// <summary>Four systems at once, as training solves them; the naive loop solves one after the other.</summary>
    private GateCase Cholesky()
    {
        const int Systems = 4;
        float[] matrix = new float[KernelSet.GramLength(Rank)];
        float[] right = new float[Rank];
        Naive.NormalEquations(_items.View, [.. Enumerable.Range(0, 2 * Rank)], new float[2 * Rank], matrix, right);
        for (int i = 0; i < Rank; i++)
        {
            matrix[i * Rank + i] += Rank;
        }

        float[] work = new float[Systems * matrix.Length];
        float[] rights = new float[Systems * Rank];
        int[] failed = new int[Systems];
        return new GateCase(
            "cholesky",
            () =>
            {
                for (int system = 0; system < Systems; system++)
                {
                    matrix.CopyTo(work, system * matrix.Length);
                }

                rights.AsSpan().Fill(1);
                KernelSet.Best.Factorize(work, Rank, rights, [], failed);
                KernelSet.Best.SolveBack(work, Rank, rights);
            },
            () =>
            {
                for (int system = 0; system < Systems; system++)
                {
                    matrix.CopyTo(work, 0);
                    right.AsSpan().Fill(1);
                    Naive.Solve(work, Rank, Rank, right);
                }
            });
    }

    private GateCase Sgd()
    {
        const float Rate = 1e-3f, Regularization = 0.05f;
        BlockSample[] samples = [.. Enumerable.Range(0, 500).Select(_ => new BlockSample((ushort)_random.NextInt32(Rows), (ushort)_random.NextInt32(Rows), 0.1f))];
        RowState[] states = [.. Enumerable.Range(0, Rows).Select(_ => new RowState { FactorRegularization = Regularization })];
        RowState[] itemStates = [.. states];
        var step = new SgdStep { LearningRate = Rate, BiasLearningRate = Rate, Simultaneous = true };
        return new GateCase(
            "sgd",
            () => KernelSet.Best.SgdUpdate(new SgdModel(_users.View, _items.View, states, itemStates), samples, step),
            () =>
            {
                foreach (BlockSample sample in samples)
                {
                    Naive.Update(_users.View.Row(sample.UserOffset), _items.View.Row(sample.ItemOffset), sample.Value, Rate, Regularization);
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
            () => recommender.Recommend(new UserIndex(0), list),
            () => Naive.Best(_model.ItemFactors.View, _model.ItemBiases, _model.UserFactors.Row(0), best));
    }

    private GateCase FoldIn()
    {
        ItemIndex[] items = [.. Enumerable.Range(0, 50).Select(i => new ItemIndex(i * 7))];
        int[] indexes = [.. items.Select(item => item.Value)];
        float[] ratings = [.. items.Select(item => 1f + item.Value % 5)];
        float[] factors = new float[Rank];
        (float[] gram, float[] right) = (new float[KernelSet.GramLength(Rank)], new float[Rank]);
        return new GateCase(
            "fold-in",
            () => _foldIn.Solve(items, ratings, factors),
            () =>
            {
                Naive.NormalEquations(_model.ItemFactors.View, indexes, ratings, gram, right);
                for (int i = 0; i < Rank; i++)
                {
                    gram[i * Rank + i] += 5;
                }

                Naive.Solve(gram, Rank, Rank, right);
            });
    }

    private static GateCase Load(Rating[] ratings)
    {
        var text = new StringBuilder();
        foreach (Rating rating in ratings.AsSpan(0, 10_000))
        {
            text.Append(CultureInfo.InvariantCulture, $"{rating.User} {rating.Item} {rating.Value}\n");
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        var options = new RatingReaderOptions { Threads = 1 };
        return new GateCase("load", () => _ = RatingReader.Read(new MemoryStream(bytes), "ratings", options).Ratings.Count, () => Naive.Load(bytes));
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
