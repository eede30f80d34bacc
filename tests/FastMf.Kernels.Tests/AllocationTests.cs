using FastMf.Kernels.Sgd;
using FastMf.Numerics;

namespace FastMf.Kernels.Tests;

public class AllocationTests
{
    private const int Rank = 40;

    [Theory, ClassData(typeof(SimdLevels))]
    public void No_kernel_allocates(SimdLevel level)
    {
        var random = new SeededRandom(3);
        using var gather = new GatherCase(random, Rank, 100);
        using var buffers = new EquationBuffers(Rank);
        using var sgd = new SgdCase(random, Rank);
        KernelSet kernels = KernelSet.For(level);
        SgdSample[] samples = sgd.DrawSamples(random, 20);
        BlockSample[] block = SgdCase.ToBlock(samples);
        var step = new SgdStep { LearningRate = 1e-3f, BiasLearningRate = 1e-3f };
        float[] products = new float[gather.Rows];
        float[] pairs = new float[gather.Rows * gather.Rows];
        float[] sum = new float[FactorView.StrideFor(Rank)];
        float[] matrix = new float[KernelSet.GramLength(Rank)];
        float[] matrices = new float[KernelSet.InterleavedSystems * matrix.Length];
        float[] rights = new float[KernelSet.InterleavedSystems * sum.Length];
        float[] factors = new float[KernelSet.InterleavedLength(Rank)];
        int[] failedMinors = new int[1];

        long allocated = 0;
        for (int call = 0; call < 200; call++)
        {
            // The first calls compile and initialize.
            allocated = call < 100 ? 0 : allocated;
            long before = GC.GetAllocatedBytesForCurrentThread();
            kernels.Dot(gather.View.PaddedRow(0), gather.View.PaddedRow(0));
            kernels.DotRows(gather.View, 0, gather.View.PaddedRow(0), products);
            kernels.DotBlock(gather.View, 0, gather.Rows, gather.View, pairs, gather.Rows);
            kernels.AddOffsets(products, products, 1);
            kernels.CountAbove(products, 0);
            kernels.ComputeNormalEquations(gather.View, gather.Gathered, buffers.Equations);
            kernels.AccumulateNormalEquations(gather.View, gather.Gathered, buffers.Equations);
            kernels.AccumulateCombination(gather.View, gather.Indexes, gather.Weights, sum);
            Identity(matrix);
            kernels.TryFactorize(matrix, Rank, sum, [], out failedMinors[0]);
            kernels.SolveBack(matrix, Rank, sum);
            matrices.AsSpan().Fill(1);
            kernels.FactorizeInterleaved(matrices, Rank, rights, [], factors, failedMinors);
            kernels.SolveBackInterleaved(factors, Rank, rights, 1);
            kernels.SgdUpdate(sgd.Model, samples, step);
            kernels.SgdUpdate(sgd.Model, block, step);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
        Assert.Equal(2, failedMinors[0]);
    }

    private static void Identity(Span<float> matrix)
    {
        matrix.Clear();
        for (int i = 0; i < Rank; i++)
        {
            matrix[i * FactorView.StrideFor(Rank) + i] = 1;
        }
    }
}
