using System.Runtime.Intrinsics;
using FastMf.Numerics;
using Xunit;

namespace FastMf.Tests.Numerics;

public sealed class NormalDistributionTests
{
    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.75, 0.674489750196081743)]
    [InlineData(0.9, 1.281551565544600466)]
    [InlineData(0.975, 1.959963984540054235)]
    [InlineData(0.995, 2.575829303548900760)]
    [InlineData(0.001, -3.090232306167813541)]
    [InlineData(1e-5, -4.264890793922824628)]
    [InlineData(1e-10, -6.361340902404056)]
    [InlineData(1e-20, -9.262340089798408)]
    public void Quantiles_are_those_of_the_tables(double probability, double expected) =>
        Assert.Equal(expected, NormalDistribution.Quantile(probability), 1e-14 * Math.Max(1, Math.Abs(expected)));

    [SeededProperty]
    public void Quantiles_are_symmetric(ScaleCase drawn)
    {
        SeededRandom random = drawn.Random();

        // Multiples of 2^-40, so that 1 - p is exact.
        double probability = (random.NextInt32(1 << 30) + 1.0) / (1L << 40) * drawn.Scale;
        Assert.Equal(-NormalDistribution.Quantile(1 - probability), NormalDistribution.Quantile(probability), 1e-12);
    }

    [Fact]
    public void Quantiles_increase_with_the_probability_across_the_pieces_of_the_algorithm()
    {
        // 0.075 and 0.925 are the seams of the middle pieces, exp(-25) those of the tails.
        foreach (double seam in new[] { 0.075, 0.5, 0.925, 1.3887943864964021e-11 })
        {
            double previous = double.NegativeInfinity;
            for (int step = -1000; step <= 1000; step++)
            {
                double quantile = NormalDistribution.Quantile(seam * (1 + step * 1e-9));
                Assert.True(quantile >= previous, $"At {seam}, step {step}: {quantile} after {previous}.");
                previous = quantile;
            }
        }
    }

    [SeededProperty]
    public void Quantiles_invert_the_series_of_the_distribution_function(MiddleCase drawn)
    {
        SeededRandom random = drawn.Random();
        double probability = 0.0005 + (drawn.Thousandths + random.NextDouble()) / 1000;
        double z = NormalDistribution.Quantile(probability);
        double sum = z;
        double term = z;
        for (int n = 3; n < 200; n += 2)
        {
            sum += term *= z * z / n;
        }

        Assert.Equal(probability, 0.5 + Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) * sum, 1e-14);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_probability_outside_the_open_interval_is_refused(double probability) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalDistribution.Quantile(probability));

    [SeededProperty(Runs = 500)]
    public void Eight_quantiles_at_once_have_the_bits_of_each(TailCase drawn)
    {
        SeededRandom random = drawn.Random();

        // From the centre to the far tails on both sides, and the seams between the pieces.
        double[] seams = [0.5, 0.075, 0.925, 1.3887943864964021e-11, 1 - 1.3887943864964021e-11, 1e-300, double.BitDecrement(1)];
        double[] probabilities = new double[8];
        foreach (ref double probability in probabilities.AsSpan())
        {
            double tail = Math.ScaleB(0.5 + random.NextDouble() / 2, -random.NextInt32(drawn.Exponents));
            probability = random.NextInt32(3) switch
            {
                0 => seams[random.NextInt32(seams.Length)],
                1 => tail,
                _ => Math.Min(1 - tail / 2, double.BitDecrement(1)),
            };
        }

        Vector512<double> quantiles = NormalDistribution.Quantile(Vector512.Create<double>(probabilities));
        for (int lane = 0; lane < probabilities.Length; lane++)
        {
            Assert.Equal(NormalDistribution.Quantile(probabilities[lane]), quantiles.GetElement(lane));
        }
    }

    public sealed record ScaleCase([Between(1, 511)] int Scale, int Seed) : SeededCase(Seed);

    public sealed record MiddleCase([Between(0, 998)] int Thousandths, int Seed) : SeededCase(Seed);

    public sealed record TailCase([Between(1, 100)] int Exponents, int Seed) : SeededCase(Seed);
}
