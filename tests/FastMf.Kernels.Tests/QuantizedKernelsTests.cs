using FastMf.Kernels.Quantized;
using FastMf.Numerics;
using FastMf.Testing.Generators;
using FastMf.Testing.Memory;

namespace FastMf.Kernels.Tests;

public class QuantizedKernelsTests
{
    [SeededProperty(Runs = 400)]
    public void Marked_are_the_items_whose_value_reaches_the_bar(BlocksCase drawn)
    {
        SeededRandom random = drawn.Random();
        SimdLevel level = drawn.Level;
        (int dimensions, int blocks) = (8 * drawn.Eights, drawn.Blocks);
        byte[][] codes = [.. Enumerable.Range(0, 64 * blocks).Select(_ => Bytes(random, dimensions))];

        // Extremes at times: the largest sums that codes and bytes can make.
        bool isExtreme = random.NextInt32(4) == 0;
        sbyte[] components = [.. Enumerable.Range(0, dimensions).Select(_ => (sbyte)(isExtreme ? 127 : random.NextInt32(255) - 127))];
        if (isExtreme)
        {
            Array.Fill(codes[0], (byte)15);
        }

        using var packed = new GuardedBuffer(blocks * NibbleLayout.BlockBytes(dimensions) / sizeof(float));
        Span<byte> bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(packed.Span);
        for (int item = 0; item < codes.Length; item++)
        {
            int length = NibbleLayout.BlockBytes(dimensions);
            NibbleLayout.Pack(codes[item], item % 64, bytes.Slice(item / 64 * length, length));
        }

        // Powers of two and integers: the values are exact, so that a bar may equal one.
        bool isShared = random.NextInt32(2) == 0;
        using var scales = new GuardedBuffer(64 * blocks);
        using var addends = new GuardedBuffer(isShared ? 64 : 64 * blocks);
        Fill(scales.Span, () => random.NextInt32(2) == 0 ? 0.5f : 1);
        Fill(addends.Span, () => random.NextInt32(100));
        const float Factor = 0.25f;
        float offset = 7.5f * components.Sum(component => component);
        float[] values = [.. codes.Select((code, item) =>
            (code.Zip(components, (c, k) => c * k).Sum() - offset) * scales.Span[item] * Factor
            + addends.Span[isShared ? item % 64 : item])];
        float[] bars = [.. Enumerable.Range(0, blocks).Select(block => values[64 * block + random.NextInt32(64)])];
        bars[random.NextInt32(blocks)] = random.NextInt32(3) == 0 ? float.PositiveInfinity : float.NegativeInfinity;

        ulong[] marks = new ulong[blocks];
        QuantizedKernels.For(level).Scan(
            new QuantizedBlocks(ref bytes[0], ref scales.Span[0], ref addends.Span[0], dimensions, isShared),
            new QuantizedQuery(components, offset, Factor),
            bars,
            marks);
        for (int item = 0; item < values.Length; item++)
        {
            Assert.Equal(values[item] >= bars[item / 64], (marks[item / 64] >> (item % 64) & 1) != 0);
        }
    }

    [SeededProperty(Runs = 400)]
    public void Gathered_products_have_the_bits_of_products_in_order(ProductsCase drawn)
    {
        SeededRandom random = drawn.Random();
        SimdLevel level = drawn.Level;
        using var gather = new GatherCase(random, drawn.Rank, drawn.Gathered, drawn.Rows);
        float[] x = new float[FactorView.StrideFor(gather.Rank)];
        FactorGenerator.FillRows(random, x, gather.Rank);
        int[] indexes = gather.Indexes;
        float[] products = new float[indexes.Length];
        QuantizedKernels.For(level).DotGathered(gather.View, indexes, x, products);
        float[] expected = new float[gather.Rows];
        KernelSet.For(level).DotRows(gather.View, 0, x, expected);
        Assert.Equal(indexes.Select(index => expected[index]), products);
    }

    [Fact]
    public void Wrong_lengths_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("dimensions", () => NibbleLayout.BlockBytes(12));
        Assert.Throws<ArgumentException>("block", () => NibbleLayout.Pack(new byte[8], 0, new byte[100]));
        Assert.Throws<ArgumentOutOfRangeException>("item", () => NibbleLayout.Pack(new byte[8], 64, new byte[256]));
        Assert.Throws<ArgumentException>("x", () =>
            QuantizedKernels.Best.DotGathered(new FactorView(new float[16], 1, 4), [0], new float[8], new float[1]));
        byte[] codes = new byte[256];
        float[] numbers = new float[64];
        Assert.Throws<ArgumentException>("marks", () => QuantizedKernels.Best.Scan(
            new QuantizedBlocks(ref codes[0], ref numbers[0], ref numbers[0], 8, true),
            new QuantizedQuery(new sbyte[8], 0, 1),
            [0],
            new ulong[2]));
    }

    private static byte[] Bytes(SeededRandom random, int count) => [.. Enumerable.Range(0, count).Select(_ => (byte)random.NextInt32(16))];

    private static void Fill(Span<float> values, Func<float> draw)
    {
        foreach (ref float value in values)
        {
            value = draw();
        }
    }

    public sealed record BlocksCase([Between(1, 20)] int Eights, [Between(1, 4)] int Blocks, SimdLevel Level, int Seed) : SeededCase(Seed);

    public sealed record ProductsCase(
        [Between(1, 60)] int Rows, [Between(1, 70)] int Rank, [Between(0, 30)] int Gathered, SimdLevel Level, int Seed) : SeededCase(Seed);
}
