using System.Numerics;
using FastMf.Numerics;
using Xunit;

namespace FastMf.Tests.Numerics;

public sealed class SeededRandomTests
{
    [Fact]
    public void The_reference_in_this_file_gives_the_published_numbers_of_xoshiro256_starstar()
    {
        var reference = new Xoshiro256StarStar(1, 2, 3, 4);

        ulong[] expected = [11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600];
        Assert.Equal(expected, expected.Select(_ => reference.Next()));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(-1, 162540)]
    [InlineData(long.MinValue, long.MaxValue)]
    public void The_bits_are_those_of_xoshiro256_starstar_seeded_by_split_mix(long seed, long stream)
    {
        var random = new SeededRandom(seed, stream);
        ulong state = Mix((ulong)seed) ^ Mix(unchecked((ulong)stream + 0x632BE59BD9B4E019));
        var reference = new Xoshiro256StarStar(
            Mix(unchecked(state + 0x9E3779B97F4A7C15)),
            Mix(unchecked(state + 2 * 0x9E3779B97F4A7C15)),
            Mix(unchecked(state + 3 * 0x9E3779B97F4A7C15)),
            Mix(unchecked(state + 4 * 0x9E3779B97F4A7C15)));

        for (int i = 0; i < 1000; i++)
        {
            Assert.Equal(reference.Next(), random.NextUInt64());
        }
    }

    [Fact]
    public void Streams_and_seeds_do_not_repeat_each_other()
    {
        var seen = new HashSet<ulong>();
        for (int seed = -20; seed < 20; seed++)
        {
            for (int stream = -20; stream < 20; stream++)
            {
                var random = new SeededRandom(seed, stream);
                for (int i = 0; i < 10; i++)
                {
                    Assert.True(seen.Add(random.NextUInt64()), $"Seed {seed}, stream {stream}, number {i} has been seen before.");
                }
            }
        }
    }

    [Fact]
    public void Neighbouring_streams_are_uncorrelated()
    {
        const int Count = 100_000;
        double sum = 0;
        for (int stream = 0; stream < Count; stream++)
        {
            double first = new SeededRandom(7, stream).NextDouble() - 0.5;
            double second = new SeededRandom(7, stream + 1).NextDouble() - 0.5;
            sum += 12 * first * second;
        }

        // The correlation of independent numbers has a standard deviation of 1 / sqrt(Count) = 0.0032.
        Assert.InRange(sum / Count, -0.015, 0.015);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(1000)]
    public void Integers_below_a_bound_are_uniform(int bound)
    {
        const int PerValue = 2000;
        int[] counts = new int[bound];
        var random = new SeededRandom(3, bound);
        for (int i = 0; i < bound * PerValue; i++)
        {
            counts[random.NextInt32(bound)]++;
        }

        AssertChiSquare(counts, PerValue);
    }

    [Fact]
    public void Integers_below_a_large_bound_are_uniform_too()
    {
        // Without the rejection, 2^32 numbers spread over 3 * 2^29 give two of three neighbours three chances and the third one two.
        const int PerRemainder = 100_000;
        int[] counts = new int[3];
        var random = new SeededRandom(4);
        for (int i = 0; i < 3 * PerRemainder; i++)
        {
            counts[random.NextInt32(3 << 29) % 3]++;
        }

        AssertChiSquare(counts, PerRemainder);
    }

    [Fact]
    public void A_bound_of_one_gives_zero_and_the_largest_bound_is_respected()
    {
        var random = new SeededRandom(5);
        for (int i = 0; i < 1000; i++)
        {
            Assert.Equal(0, random.NextInt32(1));
            Assert.InRange(random.NextInt32(int.MaxValue), 0, int.MaxValue - 1);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void A_bound_below_one_is_refused(int bound) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SeededRandom(1).NextInt32(bound));

    [Fact]
    public void Doubles_are_uniform_multiples_of_two_to_the_minus_53()
    {
        int[] counts = new int[100];
        var random = new SeededRandom(6);
        for (int i = 0; i < 200_000; i++)
        {
            double value = random.NextDouble();
            Assert.InRange(value, 0, 1 - 1.0 / (1L << 53));
            Assert.Equal(Math.Floor(value * (1L << 53)), value * (1L << 53));
            counts[(int)(value * 100)]++;
        }

        AssertChiSquare(counts, 2000);
    }

    [Fact]
    public void Gaussians_have_the_moments_of_the_standard_normal()
    {
        const int Count = 400_000;
        double[] moments = new double[5];
        var random = new SeededRandom(8);
        for (int i = 0; i < Count; i++)
        {
            double value = random.NextGaussian();
            double power = 1;
            for (int m = 1; m <= 4; m++)
            {
                moments[m] += (power *= value) / Count;
            }
        }

        // Five standard deviations of each moment: sqrt(1, 2, 15, 96 / Count).
        Assert.InRange(moments[1], -0.008, 0.008);
        Assert.InRange(moments[2], 0.988, 1.012);
        Assert.InRange(moments[3], -0.031, 0.031);
        Assert.InRange(moments[4], 2.92, 3.08);
    }

    [Fact]
    public void A_shuffle_is_a_permutation_and_every_order_is_equally_likely()
    {
        int[] counts = new int[256];
        var random = new SeededRandom(9);
        for (int i = 0; i < 24 * 2000; i++)
        {
            int[] order = [0, 1, 2, 3];
            random.Shuffle(order.AsSpan());
            Assert.Equal([0, 1, 2, 3], order.Order());
            counts[order[0] * 64 + order[1] * 16 + order[2] * 4 + order[3]]++;
        }

        AssertChiSquare([.. counts.Where(count => count > 0)], 2000);
        Assert.Equal(24, counts.Count(count => count > 0));
    }

    /// <summary>The statistic has mean n - 1 and variance 2 (n - 1); six deviations are beyond any honest chance.</summary>
    private static void AssertChiSquare(int[] counts, double expected)
    {
        double statistic = counts.Sum(count => (count - expected) * (count - expected) / expected);
        double freedom = counts.Length - 1;
        Assert.InRange(statistic, Math.Max(0, freedom - 6 * Math.Sqrt(2 * freedom)), freedom + 6 * Math.Sqrt(2 * freedom));
    }

    private static ulong Mix(ulong z)
    {
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }

    /// <summary>As printed in Blackman and Vigna, "Scrambled linear pseudorandom number generators".</summary>
    private sealed class Xoshiro256StarStar(params ulong[] s)
    {
        public ulong Next()
        {
            ulong result = unchecked(BitOperations.RotateLeft(unchecked(s[1] * 5), 7) * 9);
            ulong t = s[1] << 17;
            s[2] ^= s[0];
            s[3] ^= s[1];
            s[1] ^= s[2];
            s[0] ^= s[3];
            s[2] ^= t;
            s[3] = BitOperations.RotateLeft(s[3], 45);
            return result;
        }
    }
}
