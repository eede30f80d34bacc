using System.Runtime.Intrinsics;
using FastMf.Numerics;
using FastMf.Testing;
using Xunit;

namespace FastMf.Tests.Numerics;

public sealed class PortableMathTests
{
    [Fact]
    public void The_logarithm_is_that_of_the_platform_to_the_last_digits() =>
        PropertyCheck.Run(random =>
        {
            double x = Math.ScaleB(1 + random.NextDouble(), random.NextInt32(2000) - 1000);
            AssertClose(Math.Log(x), PortableMath.Log(x), 2e-15);
        }, runs: 1000);

    [Fact]
    public void The_logarithm_is_accurate_around_one() =>
        PropertyCheck.Run(random =>
        {
            double x = 1 + Math.ScaleB(random.NextDouble() - 0.5, -random.NextInt32(40));
            AssertClose(Math.Log(x), PortableMath.Log(x), 2e-15);
        }, runs: 1000);

    [Fact]
    public void The_exponential_is_that_of_the_platform_to_the_last_digits() =>
        PropertyCheck.Run(random =>
        {
            double x = 1416 * random.NextDouble() - 707;
            AssertClose(Math.Exp(x), PortableMath.Exp(x), 2e-15);
        }, runs: 1000);

    [Fact]
    public void Powers_are_those_of_the_platform() =>
        PropertyCheck.Run(random =>
        {
            double x = Math.ScaleB(1 + random.NextDouble(), random.NextInt32(60) - 30);
            double y = 20 * random.NextDouble() - 10;
            AssertClose(Math.Pow(x, y), PortableMath.Pow(x, y), 1e-13);
        }, runs: 1000);

    [Fact]
    public void The_logistic_function_is_that_of_its_definition() =>
        PropertyCheck.Run(random =>
        {
            double x = 40 * random.NextDouble() - 20;
            Assert.Equal(1 / (1 + Math.Exp(-x)), PortableMath.Logistic(x), 1e-15);
            Assert.Equal((0.5, 0, 1), (PortableMath.Logistic(0), PortableMath.Logistic(double.MinValue), PortableMath.Logistic(double.MaxValue)));
        });

    [Fact]
    public void Eight_logistic_functions_have_the_bits_of_one() =>
        PropertyCheck.Run(random =>
        {
            double scale = Math.Pow(10, random.NextInt32(8) - 3);
            double[] x = [.. Enumerable.Range(0, 7).Select(_ => scale * random.NextGaussian()), double.NaN];
            double[] y = new double[8];
            PortableMath.Logistic(Vector512.Create(x)).CopyTo(y);
            Assert.Equal(Array.ConvertAll(x, PortableMath.Logistic), y);
        });

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
}
