using FastMf.Kernels.Sgd;

namespace FastMf.Kernels.Tests.Documentation;

/// <summary>
/// The examples of the kernels. What stands between the marks is, letter by letter, the example of the kernel's comment and of
/// docs/kernels.md; what follows says that it is right.
/// </summary>
public class KernelExamples
{
    [Fact]
    public void Dot()
    {
        // begin
        float[] x = new float[FactorView.StrideFor(rank: 3)], y = new float[FactorView.StrideFor(rank: 3)];
        (x[0], x[1], x[2]) = (1, 2, 3);
        (y[0], y[1], y[2]) = (4, 5, 6);
        float dot = KernelSet.Best.Dot(x, y); // 32

        // end
        Assert.Equal(32, dot);
    }

    [Fact]
    public void DotRows()
    {
        // begin
        var items = new FactorView(new float[2 * FactorView.StrideFor(rank: 2)], rowCount: 2, rank: 2);
        (items.Row(0)[0], items.Row(0)[1]) = (1, 2);
        (items.Row(1)[0], items.Row(1)[1]) = (3, 4);
        float[] scores = new float[2];
        KernelSet.Best.DotRows(items, first: 0, items.PaddedRow(1), scores); // 11, 25

        // end
        Assert.Equal([11, 25], scores);
    }

    [Fact]
    public void DotBlock()
    {
        // begin
        var items = new FactorView(new float[3 * FactorView.StrideFor(rank: 1)], rowCount: 3, rank: 1);
        var users = new FactorView(new float[2 * FactorView.StrideFor(rank: 1)], rowCount: 2, rank: 1);
        (items.Row(0)[0], items.Row(1)[0], items.Row(2)[0]) = (1, 2, 3);
        (users.Row(0)[0], users.Row(1)[0]) = (10, 100);
        float[] scores = new float[2 * 3];
        KernelSet.Best.DotBlock(items, first: 0, count: 3, users, scores, pitch: 3); // 10, 20, 30, 100, 200, 300

        // end
        Assert.Equal([10, 20, 30, 100, 200, 300], scores);
    }

    [Fact]
    public void DotGathered()
    {
        // begin
        var items = new FactorView(new float[3 * FactorView.StrideFor(rank: 1)], rowCount: 3, rank: 1);
        (items.Row(0)[0], items.Row(1)[0], items.Row(2)[0]) = (1, 2, 3);
        float[] scores = new float[2];
        KernelSet.Best.DotGathered(items, indexes: [2, 0], items.PaddedRow(1), scores); // 6, 2

        // end
        Assert.Equal([6, 2], scores);
    }

    [Fact]
    public void ComputeNormalEquations()
    {
        // begin
        var items = new FactorView(new float[2 * FactorView.StrideFor(rank: 2)], rowCount: 2, rank: 2);
        (items.Row(0)[0], items.Row(0)[1]) = (1, 2);
        (items.Row(1)[0], items.Row(1)[1]) = (3, 4);
        int stride = FactorView.StrideFor(rank: 2);
        var sums = new NormalEquations(
            gram: new float[KernelSet.GramLength(rank: 2)],
            right: new float[stride],
            border: new float[stride],
            workspace: new float[KernelSet.WorkspaceLength(rank: 2)]);
        KernelSet.Best.ComputeNormalEquations(items, new GatheredRows(indexes: [0, 1], targets: [5, 1]), sums);
        float a01 = sums.Gram[1]; // 1 * 2 + 3 * 4
        float c1 = sums.Right[1]; // 5 * 2 + 1 * 4

        // end
        Assert.Equal((14, 14), (a01, c1));
        Assert.Equal([4, 6], sums.Border[..2].ToArray());
    }

    [Fact]
    public void AccumulateNormalEquations()
    {
        // begin
        var items = new FactorView(new float[2 * FactorView.StrideFor(rank: 1)], rowCount: 2, rank: 1);
        (items.Row(0)[0], items.Row(1)[0]) = (2, 3);
        int stride = FactorView.StrideFor(rank: 1);
        var sums = new NormalEquations(
            new float[KernelSet.GramLength(rank: 1)], new float[stride], new float[stride], new float[KernelSet.WorkspaceLength(rank: 1)]);
        KernelSet.Best.AccumulateNormalEquations(items, new GatheredRows(indexes: [0], targets: [1]), sums);
        KernelSet.Best.AccumulateNormalEquations(items, new GatheredRows(indexes: [1], targets: [1]) { Weights = [10] }, sums);
        float a00 = sums.Gram[0]; // 2 * 2 + 10 * 3 * 3

        // end
        Assert.Equal(94, a00);
    }

    [Fact]
    public void AccumulateCombination()
    {
        // begin
        var items = new FactorView(new float[2 * FactorView.StrideFor(rank: 2)], rowCount: 2, rank: 2);
        (items.Row(0)[0], items.Row(0)[1]) = (1, 2);
        (items.Row(1)[0], items.Row(1)[1]) = (3, 4);
        float[] sum = new float[FactorView.StrideFor(rank: 2)];
        KernelSet.Best.AccumulateCombination(items, indexes: [0, 1], weights: [10, 1], sum); // 13, 24

        // end
        Assert.Equal([13, 24], sum[..2]);
    }

    [Fact]
    public void TryFactorize()
    {
        // begin
        int stride = FactorView.StrideFor(rank: 2);
        float[] matrix = new float[KernelSet.GramLength(rank: 2)];
        (matrix[0], matrix[1], matrix[stride + 1]) = (4, 2, 5); // the upper triangle of A
        bool isDefinite = KernelSet.Best.TryFactorize(matrix, rank: 2, out int failedMinor); // true, 0
        float u01 = matrix[1]; // 1
        float reciprocal = matrix[0]; // 1 / u00 = 0.5

        // end
        Assert.True(isDefinite);
        Assert.Equal((0, 1, 0.5f), (failedMinor, u01, reciprocal));
    }

    [Fact]
    public void Solve()
    {
        // begin
        int stride = FactorView.StrideFor(rank: 2);
        float[] matrix = new float[KernelSet.GramLength(rank: 2)];
        float[] x = new float[stride];
        (matrix[0], matrix[1], matrix[stride + 1]) = (4, 2, 5);
        (x[0], x[1]) = (10, 13); // b
        if (KernelSet.Best.TryFactorize(matrix, rank: 2, out _))
        {
            KernelSet.Best.Solve(matrix, rank: 2, x); // 1.5, 2
        }

        // end
        Assert.Equal([1.5, 2], x[..2].Select(value => Math.Round(value, 5)));
    }

    [Fact]
    public void SolveBack()
    {
        // begin
        int stride = FactorView.StrideFor(rank: 2);
        float[] matrix = new float[KernelSet.GramLength(rank: 2)];
        float[] x = new float[stride];
        (matrix[0], matrix[1], matrix[stride + 1]) = (4, 2, 5);
        (x[0], x[1]) = (10, 13);
        if (KernelSet.Best.TryFactorize(matrix, rank: 2, right: x, border: [], out _))
        {
            KernelSet.Best.SolveBack(matrix, rank: 2, x); // 1.5, 2: the forward substitution went along with the factorization
        }

        // end
        Assert.Equal([1.5, 2], x[..2].Select(value => Math.Round(value, 5)));
    }

    [Fact]
    public void FactorizeInterleaved()
    {
        // begin
        const int Systems = KernelSet.InterleavedSystems;
        int stride = FactorView.StrideFor(rank: 1);
        float[] matrices = new float[Systems * KernelSet.GramLength(rank: 1)];
        float[] rights = new float[Systems * stride];
        float[] factors = new float[KernelSet.InterleavedLength(rank: 1)];
        int[] failedMinors = new int[Systems];
        for (int system = 0; system < Systems; system++)
        {
            matrices[system * KernelSet.GramLength(rank: 1)] = 4;
            rights[system * stride] = system;
        }

        KernelSet.Best.FactorizeInterleaved(matrices, rank: 1, rights, borders: [], factors, failedMinors); // 0 in each failed minor

        // end
        Assert.All(failedMinors, minor => Assert.Equal(0, minor));
        Assert.Equal(3, rights[6 * stride], 1e-5f);
    }

    [Fact]
    public void SolveBackInterleaved()
    {
        // begin
        const int Systems = KernelSet.InterleavedSystems;
        int stride = FactorView.StrideFor(rank: 1);
        float[] matrices = new float[Systems * KernelSet.GramLength(rank: 1)];
        float[] rights = new float[Systems * stride];
        float[] factors = new float[KernelSet.InterleavedLength(rank: 1)];
        for (int system = 0; system < Systems; system++)
        {
            matrices[system * KernelSet.GramLength(rank: 1)] = 4;
            rights[system * stride] = system;
        }

        KernelSet.Best.FactorizeInterleaved(matrices, rank: 1, rights, borders: [], factors, failedMinors: new int[Systems]);
        KernelSet.Best.SolveBackInterleaved(factors, rank: 1, rights, systems: Systems);
        float x6 = rights[6 * stride]; // 6 / 4

        // end
        Assert.Equal(1.5f, x6, 1e-5f);
    }

    [Fact]
    public void SolveNonNegative()
    {
        // begin
        int stride = FactorView.StrideFor(rank: 2);
        float[] matrix = new float[KernelSet.GramLength(rank: 2)], gradient = new float[stride], x = new float[stride];
        (matrix[0], matrix[stride + 1]) = (2, 2);
        (gradient[0], gradient[1]) = (2, -2); // c
        int sweeps = KernelSet.Best.SolveNonNegative(
            matrix, rank: 2, border: [], corner: 0, cornerRight: 0, gradient, x, out _, maximumSweeps: 10, tolerance: 1e-6); // x = 1, 0

        // end
        Assert.Equal([1, 0], x[..2]);
        Assert.InRange(sweeps, 1, 10);
    }

    [Fact]
    public void SgdUpdate()
    {
        // begin
        var users = new FactorView(new float[FactorView.StrideFor(rank: 1)], rowCount: 1, rank: 1);
        var items = new FactorView(new float[FactorView.StrideFor(rank: 1)], rowCount: 1, rank: 1);
        (users.Row(0)[0], items.Row(0)[0]) = (1, 2);
        var model = new SgdModel(users, items, userStates: new RowState[1], itemStates: new RowState[1]);
        var step = new SgdStep { LearningRate = 0.25f, BiasLearningRate = 0, Simultaneous = true };
        SgdSums sums = KernelSet.Best.SgdUpdate(model, [new SgdSample(User: 0, Item: 0, Value: 4)], step);
        float p = users.Row(0)[0]; // 1 + 0.25 * (4 - 1 * 2) * 2
        float q = items.Row(0)[0]; // 2 + 0.25 * (4 - 1 * 2) * 1

        // end
        Assert.Equal((2, 2.5f, 4), (p, q, sums.Squares));
    }

    [Fact]
    public void PreferenceUpdate()
    {
        // begin
        var users = new FactorView(new float[FactorView.StrideFor(rank: 1)], rowCount: 1, rank: 1);
        var items = new FactorView(new float[2 * FactorView.StrideFor(rank: 1)], rowCount: 2, rank: 1);
        users.Row(0)[0] = 1;
        var model = new SgdModel(users, items, userStates: new RowState[1], itemStates: new RowState[2]);
        var step = new SgdStep { LearningRate = 1, BiasLearningRate = 0 };
        KernelSet.Best.PreferenceUpdate(model, [new PreferenceSample(User: 0, Preferred: 0, Negative: 1)], step);
        (float qi, float qj) = (items.Row(0)[0], items.Row(1)[0]); // 0.5, -0.5

        // end
        Assert.Equal((0.5f, -0.5f), (qi, qj));
    }

    [Fact]
    public void SumSquaredErrors()
    {
        // begin
        var users = new FactorView(new float[FactorView.StrideFor(rank: 1)], rowCount: 1, rank: 1);
        var items = new FactorView(new float[2 * FactorView.StrideFor(rank: 1)], rowCount: 2, rank: 1);
        var block = new PredictionBlock
        {
            Users = users,
            Items = items,
            UserBiases = [0.5f],
            ItemBiases = [0, 1],
            Mean = 3,
            Minimum = 1,
            Maximum = 5,
        };
        double sum = KernelSet.Best.SumSquaredErrors(block, offsets: [0, 2], items: [0, 1], values: [4, 4]); // 0.5^2 + 0.5^2

        // end
        Assert.Equal(0.5, sum);
    }
}
