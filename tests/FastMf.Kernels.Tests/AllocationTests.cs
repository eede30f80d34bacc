using System.Reflection;
using FastMf.Kernels.Quantized;
using FastMf.Kernels.Sgd;
using FastMf.Kernels.Unchecked;
using FastMf.Numerics;
using FastMf.TestCommon;

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
        PreferenceSample[] comparisons = [.. samples.Select(sample => new PreferenceSample(sample.User, sample.Item, sample.Item))];
        int[] offsets = [.. Enumerable.Range(0, gather.Rows + 1).Select(user => user == 0 ? 0 : gather.Indexes.Length)];
        float[] biases = new float[gather.Rows];
        float[] gathered = new float[gather.Indexes.Length];
        float[] x = new float[sum.Length];
        byte[] codes = new byte[NibbleLayout.BlockBytes(Rank)];
        sbyte[] components = new sbyte[Rank];
        float[] scales = new float[NibbleLayout.ItemsPerBlock];
        ulong[] marks = new ulong[1];

        long allocated = 0;
        for (int call = 0; call < 200; call++)
        {
            // The first calls compile and initialize.
            allocated = call < 100 ? 0 : allocated;
            long before = GC.GetAllocatedBytesForCurrentThread();
            kernels.Dot(gather.View.PaddedRow(0), gather.View.PaddedRow(0));
            kernels.DotRows(gather.View, 0, gather.View.PaddedRow(0), products);
            kernels.DotGathered(gather.View, gather.Indexes, gather.View.PaddedRow(0), gathered);
            kernels.DotGatheredUnchecked(gather.View, gather.Indexes, gather.View.PaddedRow(0), gathered);
            kernels.DotBlock(gather.View, 0, gather.Rows, gather.View, pairs, gather.Rows);
            kernels.AddOffsets(products, products, 1);
            kernels.CountAbove(products, 0);
            kernels.ComputeNormalEquations(gather.View, gather.Gathered, buffers.Equations);
            kernels.AccumulateNormalEquations(gather.View, gather.Gathered, buffers.Equations);
            kernels.AccumulateCombination(gather.View, gather.Indexes, gather.Weights, sum);
            kernels.ComputeNormalEquationsUnchecked(gather.View, gather.Gathered, buffers.Equations);
            kernels.AccumulateNormalEquationsUnchecked(gather.View, gather.Gathered, buffers.Equations);
            kernels.AccumulateCombinationUnchecked(gather.View, gather.Indexes, gather.Weights, sum);
            Identity(matrix);
            kernels.TryFactorize(matrix, Rank, sum, [], out failedMinors[0]);
            kernels.SolveBack(matrix, Rank, sum);
            kernels.Solve(matrix, Rank, sum);
            Identity(matrix);
            kernels.SolveNonNegative(matrix, Rank, [], 0, 0, sum, x, out _, maximumSweeps: 3, tolerance: 1e-3);
            matrices.AsSpan().Fill(1);
            kernels.FactorizeInterleaved(matrices, Rank, rights, [], factors, failedMinors);
            kernels.SolveBackInterleaved(factors, Rank, rights, 1);
            kernels.SgdUpdate(sgd.Model, samples, step);
            kernels.SgdUpdate(sgd.Model, block, step);
            kernels.SgdUpdateUnchecked(sgd.Model, samples, step);
            kernels.SgdUpdateUnchecked(sgd.Model, block, block, step);
            kernels.PreferenceUpdate(sgd.Model, comparisons, step);
            kernels.PreferenceUpdateUnchecked(sgd.Model, comparisons, step);
            var predictions = new PredictionBlock
            {
                Users = gather.View,
                Items = gather.View,
                UserBiases = biases,
                ItemBiases = biases,
                Mean = 3,
                Minimum = 1,
                Maximum = 5,
            };
            kernels.SumSquaredErrors(predictions, offsets, gather.Indexes, gather.Weights);
            kernels.SumSquaredErrorsUnchecked(predictions, offsets, gather.Indexes, gather.Weights);
            QuantizedKernels quantized = QuantizedKernels.For(level);
            quantized.DotGathered(gather.View, gather.Indexes, gather.View.PaddedRow(0), gathered);
            quantized.Scan(
                new QuantizedBlocks(ref codes[0], ref scales[0], ref scales[0], Rank, sharesAddends: true),
                new QuantizedQuery(components, 0, 1),
                [0],
                marks);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
        Assert.Equal(2, failedMinors[0]);
    }

    [Fact]
    public void No_kernel_is_missing_above()
    {
        string source = File.ReadAllText(Path.Combine(Repository.Root, "tests", "FastMf.Kernels.Tests", "AllocationTests.cs"));
        IEnumerable<string> kernels = new[] { typeof(KernelSet), typeof(UncheckedKernels) }
            .SelectMany(type =>
                type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => !method.IsSpecialName && (!method.IsStatic || method.DeclaringType == typeof(UncheckedKernels)))
            .Select(method => method.Name);
        Assert.NotEmpty(kernels);
        Assert.All(kernels, name => Assert.Contains($"            kernels.{name}(", source, StringComparison.Ordinal));
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
