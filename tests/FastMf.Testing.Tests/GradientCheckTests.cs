using FastMf.Numerics;
using FastMf.Testing.Gradients;
using Xunit;

namespace FastMf.Testing.Tests;

public class GradientCheckTests
{
    [SeededProperty]
    public void A_right_gradient_is_accepted(PointCase drawn)
    {
        SeededRandom random = drawn.Random();
        double[] point = [.. Enumerable.Range(0, drawn.Dimensions).Select(_ => random.NextGaussian())];
        double[] saved = [.. point];
        Assert.InRange(GradientCheck.LargestError(Function, point, Gradient(point)), 0, 1e-7);
        Assert.Equal(saved, point);
    }

    [SeededProperty]
    public void A_gradient_that_is_wrong_in_one_component_is_not(PointCase drawn)
    {
        SeededRandom random = drawn.Random();
        double[] point = [.. Enumerable.Range(0, drawn.Dimensions).Select(_ => random.NextGaussian())];
        double[] gradient = Gradient(point);
        double scale = Math.Max(1, gradient.Max(Math.Abs));
        gradient[random.NextInt32(gradient.Length)] += 0.01 * scale;
        Assert.InRange(GradientCheck.LargestError(Function, point, gradient), 0.009, 0.011);
    }

    [Fact]
    public void The_error_is_relative_to_the_largest_component()
    {
        double[] point = [1000, 0];
        Assert.Equal(0.5, GradientCheck.LargestError(x => x[0] * x[0] + x[1], point, [1000, 1]), 1e-6);
    }

    [Fact]
    public void A_gradient_of_another_length_is_an_argument_error()
    {
        Assert.Throws<ArgumentException>("gradient", () => GradientCheck.LargestError(_ => 0, [1, 2], [1]));
        Assert.Throws<ArgumentNullException>("function", () => GradientCheck.LargestError(null!, [1], [1]));
        Assert.Throws<ArgumentNullException>("point", () => GradientCheck.LargestError(_ => 0, null!, []));
    }

    /// <summary>Sum of x_i^3 / 3 + x_i x_0.</summary>
    private static double Function(double[] x) => x.Sum(value => value * value * value / 3 + value * x[0]);

    private static double[] Gradient(double[] x) => [.. x.Select((value, i) => value * value + x[0] + (i == 0 ? x.Sum() : 0))];

    public sealed record PointCase([Between(1, 10)] int Dimensions, int Seed) : SeededCase(Seed);
}
