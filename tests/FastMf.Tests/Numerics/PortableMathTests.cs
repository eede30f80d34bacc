using System.Runtime.Intrinsics;
using FastMf.Numerics;
using Xunit;

namespace FastMf.Tests.Numerics;

public sealed class PortableMathTests
{
    [SeededProperty(Runs = 1000)]
    public void The_logarithm_is_that_of_the_platform_to_the_last_digits(BinaryCase drawn)
    {
        SeededRandom random = drawn.Random();
        double x = Math.ScaleB(1 + random.NextDouble(), drawn.Exponent);
        AssertClose(Math.Log(x), PortableMath.Log(x), 2e-15);
    }

    [SeededProperty(Runs = 1000)]
    public void The_logarithm_is_accurate_around_one(NearOneCase drawn)
    {
        SeededRandom random = drawn.Random();
        double x = 1 + Math.ScaleB(random.NextDouble() - 0.5, -drawn.Bits);
        AssertClose(Math.Log(x), PortableMath.Log(x), 2e-15);
    }

    [SeededProperty(Runs = 1000)]
    public void The_exponential_is_that_of_the_platform_to_the_last_digits(ExponentialCase drawn)
    {
        SeededRandom random = drawn.Random();
        double x = drawn.Whole + random.NextDouble();
        AssertClose(Math.Exp(x), PortableMath.Exp(x), 2e-15);
    }

    [SeededProperty(Runs = 1000)]
    public void Powers_are_those_of_the_platform(PowerCase drawn)
    {
        SeededRandom random = drawn.Random();
        double x = Math.ScaleB(1 + random.NextDouble(), drawn.Exponent);
        double y = drawn.Power + random.NextDouble();
        AssertClose(Math.Pow(x, y), PortableMath.Pow(x, y), 1e-13);
    }

    [SeededProperty]
    public void The_logistic_function_is_that_of_its_definition(LogisticCase drawn)
    {
        SeededRandom random = drawn.Random();
        double x = drawn.Whole + random.NextDouble();
        Assert.Equal(1 / (1 + Math.Exp(-x)), PortableMath.Logistic(x), 1e-15);
        Assert.Equal(
            (0.5, 0, 1), (PortableMath.Logistic(0), PortableMath.Logistic(double.MinValue), PortableMath.Logistic(double.MaxValue)));
    }

    [SeededProperty]
    public void Eight_logistic_functions_have_the_bits_of_one(ScaleCase drawn)
    {
        SeededRandom random = drawn.Random();
        double scale = Math.Pow(10, drawn.Digits);
        double[] x = [.. Enumerable.Range(0, 7).Select(_ => scale * random.NextGaussian()), double.NaN];
        double[] y = new double[8];
        PortableMath.Logistic(Vector512.Create(x)).CopyTo(y);
        Assert.Equal(Array.ConvertAll(x, PortableMath.Logistic), y);
    }

    [Fact]
    public void Exact_values_are_exact()
    {
        Assert.Equal(0, PortableMath.Log(1));
        Assert.Equal(1, PortableMath.Exp(0));
        Assert.Equal(1, PortableMath.Pow(3, 0));
        Assert.Equal(0, PortableMath.Exp(-1000));
        Assert.Equal(double.PositiveInfinity, PortableMath.Exp(1000));
    }

    private static void AssertClose(double expected, double actual, double relativeError) =>
        Assert.Equal(expected, actual, relativeError * Math.Abs(expected));

    public sealed record BinaryCase([Between(-1000, 999)] int Exponent, int Seed) : SeededCase(Seed);

    public sealed record NearOneCase([Between(0, 39)] int Bits, int Seed) : SeededCase(Seed);

    public sealed record ExponentialCase([Between(-707, 708)] int Whole, int Seed) : SeededCase(Seed);

    public sealed record PowerCase([Between(-30, 29)] int Exponent, [Between(-10, 9)] int Power, int Seed) : SeededCase(Seed);

    public sealed record LogisticCase([Between(-20, 19)] int Whole, int Seed) : SeededCase(Seed);

    public sealed record ScaleCase([Between(-3, 4)] int Digits, int Seed) : SeededCase(Seed);
}
