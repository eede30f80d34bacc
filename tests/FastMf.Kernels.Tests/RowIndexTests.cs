using FastMf.Kernels.Instructions;
using FastMf.Kernels.Sgd;
using FastMf.Numerics;
using FastMf.Testing.Memory;

namespace FastMf.Kernels.Tests;

/// <summary>An index that is no row is refused before anything is written, wherever it stands; factors end at an unreadable page.</summary>
public class RowIndexTests
{
    /// <summary>Counts of indexes below, at and above one and two vectors of them.</summary>
    private static readonly int[] Counts = [1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 70];

    public static TheoryData<SimdLevel, int> LevelsAndWrongRows
    {
        get
        {
            var data = new TheoryData<SimdLevel, int>();
            foreach (SimdLevel level in Enum.GetValues<SimdLevel>())
            {
                foreach (int beyond in (int[])[0, -1, int.MaxValue])
                {
                    data.Add(level, beyond);
                }
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(LevelsAndWrongRows))]
    public void DotGathered_refuses(SimdLevel level, int row) => ForEachGather(row, (gather, position) =>
    {
        float[] x = new float[FactorView.StrideFor(gather.Rank)];
        float[] result = new float[gather.Indexes.Length];
        Array.Fill(result, 7);
        AssertRefused("indexes", position, gather.Indexes[position], () =>
            KernelSet.For(level).DotGathered(gather.View, gather.Indexes, x, result));
        Assert.All(result, value => Assert.Equal(7, value));
    });

    [Theory, MemberData(nameof(LevelsAndWrongRows))]
    public void AccumulateCombination_refuses(SimdLevel level, int row) => ForEachGather(row, (gather, position) =>
    {
        float[] sum = new float[FactorView.StrideFor(gather.Rank)];
        AssertRefused(
            "indexes",
            position,
            gather.Indexes[position],
            () => KernelSet.For(level).AccumulateCombination(gather.View, gather.Indexes, gather.Weights, sum));
        Assert.All(sum, value => Assert.Equal(0, value));
    });

    [Theory, MemberData(nameof(LevelsAndWrongRows))]
    public void Normal_equations_refuse(SimdLevel level, int row) => ForEachGather(row, (gather, position) =>
    {
        using var buffers = new EquationBuffers(gather.Rank);
        KernelSet kernels = KernelSet.For(level);
        int wrong = gather.Indexes[position];
        AssertRefused("gathered.Indexes", position, wrong, () =>
            kernels.ComputeNormalEquations(gather.View, gather.Gathered, buffers.Equations));
        AssertRefused("gathered.Indexes", position, wrong, () =>
            kernels.AccumulateNormalEquations(gather.View, gather.Gathered, buffers.Equations));
        Assert.All(buffers.All, value => Assert.True(float.IsNaN(value)));
    });

    [Theory, MemberData(nameof(LevelsAndWrongRows))]
    public void SgdUpdate_refuses_users_and_items(SimdLevel level, int row) => ForEachSample(row, (state, random, count, position) =>
    {
        foreach (bool isUser in (bool[])[true, false])
        {
            SgdSample[] samples = state.DrawSamples(random, count);
            int wrong = row == 0 ? (isUser ? state.UserStates : state.ItemStates).Length : row;
            samples[position] = isUser ? samples[position] with { User = wrong } : samples[position] with { Item = wrong };
            string part = isUser ? "User" : "Item";
            AssertRefused("samples", position, wrong, () => KernelSet.For(level).SgdUpdate(state.Model, samples, Step), "." + part);
            if (row == 0)
            {
                BlockSample[] block = SgdCase.ToBlock(samples);
                AssertRefused("samples", position, wrong, () => KernelSet.For(level).SgdUpdate(state.Model, block, Step), $".{part}Offset");
            }
        }
    });

    [Theory, MemberData(nameof(LevelsAndWrongRows))]
    public void PreferenceUpdate_refuses_users_and_both_items(SimdLevel level, int row) => ForEachSample(
        row, (state, random, count, position) =>
    {
        for (int part = 0; part < 3; part++)
        {
            PreferenceSample[] samples = [.. state.DrawSamples(random, count).Select(sample =>
                new PreferenceSample(sample.User, sample.Item, 0))];
            int wrong = row == 0 ? (part == 0 ? state.UserStates : state.ItemStates).Length : row;
            (samples[position], string name) = part switch
            {
                0 => (samples[position] with { User = wrong }, "User"),
                1 => (samples[position] with { Preferred = wrong }, "Preferred"),
                _ => (samples[position] with { Negative = wrong }, "Negative"),
            };
            AssertRefused("samples", position, wrong, () => KernelSet.For(level).PreferenceUpdate(state.Model, samples, Step), "." + name);
        }
    });

    [Theory, MemberData(nameof(LevelsAndWrongRows))]
    public void SumSquaredErrors_refuses(SimdLevel level, int row) => ForEachGather(row, (gather, position) =>
    {
        int[] offsets = new int[gather.Rows + 1];
        offsets.AsSpan(1).Fill(gather.Indexes.Length);
        float[] biases = new float[gather.Rows];
        AssertRefused("items", position, gather.Indexes[position], () => KernelSet.For(level).SumSquaredErrors(
            new PredictionBlock
            {
                Users = gather.View,
                Items = gather.View,
                UserBiases = biases,
                ItemBiases = biases,
                Mean = 0,
                Minimum = 0,
                Maximum = 1,
            },
            offsets,
            gather.Indexes,
            gather.Weights));
    });

    [Fact]
    public void However_many_rows_there_are_a_negative_index_is_none_of_them()
    {
        RowIndexes.Require([0, int.MaxValue], nint.MaxValue, "indexes");
        AssertRefused("indexes", 1, -1, () => RowIndexes.Require([0, -1], nint.MaxValue, "indexes"));
        AssertRefused("indexes", 0, 0, () => RowIndexes.Require([0], 0, "indexes"));
        RowIndexes.Require(ReadOnlySpan<int>.Empty, 0, "indexes");
        RowIndexes.Require(ReadOnlySpan<SgdSample>.Empty, 0, 0, "samples");
        RowIndexes.Require(ReadOnlySpan<BlockSample>.Empty, 0, 0, "samples");
    }

    [Fact]
    public void Views_of_some_columns_are_refused_where_rows_are_found_by_their_stride()
    {
        using var wide = new PlacedFactors(new SeededRandom(1), rows: 2, rank: 32, offset: 0);
        using var narrow = new PlacedFactors(new SeededRandom(1), rows: 2, rank: 16, offset: 0);
        RowState[] states = new RowState[2];
        Assert.Throws<ArgumentException>("model.Users", () => KernelSet.Best.SgdUpdate(
            new SgdModel(wide.View.Columns(0, 16), narrow.View, states, states), [new SgdSample(1, 1, 1)], Step));
        Assert.Throws<ArgumentException>("block.Items", () => KernelSet.Best.SumSquaredErrors(
            new PredictionBlock
            {
                Users = narrow.View,
                Items = wide.View.Columns(0, 16),
                UserBiases = new float[2],
                ItemBiases = new float[2],
                Mean = 0,
                Minimum = 0,
                Maximum = 1,
            },
            [0, 0, 0],
            [],
            []));
    }

    [Fact]
    public void Numbers_whose_sum_overflows_are_refused()
    {
        Assert.Throws<ArgumentException>("first", () =>
            KernelSet.Best.DotRows(new FactorView(new float[16], 1, 4), nint.MaxValue, new float[16], new float[1]));
        Assert.Throws<ArgumentException>("count", () => new FactorView(new float[64], 1, 64).Columns(16, int.MaxValue - 15));
        Assert.Throws<ArgumentOutOfRangeException>("rank", () => new FactorView(new float[16], 1, int.MaxValue));
        Assert.Throws<ArgumentException>("results", () => KernelSet.Best.DotBlock(
            new FactorView(new float[16], 1, 4), 0, 1, new FactorView(new float[48], 3, 4), new float[4], int.MaxValue));
    }

    private static SgdStep Step => new() { LearningRate = 0.1f, BiasLearningRate = 0.1f, Adaptive = true };

    /// <summary>Rows to gather of which one is wrong: the number of rows for 0, else the one that is given.</summary>
    private static void ForEachGather(int row, Action<GatherCase, int> check)
    {
        var random = new SeededRandom(11);
        foreach (int count in Counts)
        {
            foreach (int position in (int[])[0, count / 2, count - 1])
            {
                using var gather = new GatherCase(random, 1 + random.NextInt32(40), count);
                gather.Indexes[position] = row == 0 ? gather.Rows : row;
                check(gather, position);
            }
        }
    }

    /// <summary>A model, and that it is left as it was.</summary>
    private static void ForEachSample(int row, Action<SgdCase, SeededRandom, int, int> check)
    {
        var random = new SeededRandom(13 + row);
        foreach (int count in Counts)
        {
            foreach (int position in (int[])[0, count / 2, count - 1])
            {
                using var state = new SgdCase(random, 1 + random.NextInt32(40));
                float[] before = state.AllParameters();
                check(state, random, count, position);
                Assert.Equal(before, state.AllParameters());
            }
        }
    }

    private static void AssertRefused(string name, int position, int value, Action call, string part = "")
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(name, call);
        Assert.StartsWith($"{name}[{position}]{part} is {value};", refusal.Message, StringComparison.Ordinal);
    }
}
