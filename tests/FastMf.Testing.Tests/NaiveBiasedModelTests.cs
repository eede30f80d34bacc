using FastMf.Numerics;
using FastMf.Testing.Gradients;
using FastMf.Testing.References;
using Xunit;

namespace FastMf.Testing.Tests;

public class NaiveBiasedModelTests
{
    private static readonly NaiveRegularization Regularization = new(UserBias: 0.1, ItemBias: 0.2, UserFactors: 0.3, ItemFactors: 0.4);

    [Fact]
    public void Prediction_and_half_loss_of_a_case_worked_by_hand()
    {
        NaiveBiasedModel model = HandCase();
        Assert.Equal(3 + 0.5 - 0.25 - 1.5, model.Predict(1, 2));
        Assert.Equal(3, model.Predict(0, 0));

        // (2.25^2 + 0.1 * 0.25 + 0.2 * 0.0625 + 0.3 * 5 + 0.4 * 1.25) / 2
        Assert.Equal(3.55, model.HalfLoss(1, 2, 4, Regularization), 1e-12);
    }

    [Theory]
    [InlineData(true, 0.705, -0.51)]
    [InlineData(false, 0.7235625, -0.574125)]
    public void A_step_of_a_case_worked_by_hand(bool simultaneous, double q0, double q1)
    {
        NaiveBiasedModel model = HandCase();
        Assert.Equal(2.25, model.Step(1, 2, 4, 0.1, Regularization, simultaneous));
        Assert.Equal(0.72, model.UserBiases[1], 1e-12);
        Assert.Equal(-0.02, model.ItemBiases[2], 1e-12);
        Assert.Equal([1.0825, 1.715], model.UserFactors[1].Select(value => Math.Round(value, 12)));
        Assert.Equal([q0, q1], model.ItemFactors[2].Select(value => Math.Round(value, 12)));
        Assert.Equal([0.0, 0], model.UserFactors[0]);
        Assert.Equal((0, 0, 3), (model.UserBiases[0], model.ItemBiases[0], model.Mean));
    }

    [SeededProperty]
    public void A_simultaneous_step_goes_down_the_gradient_of_the_half_loss(StepCase drawn)
    {
        SeededRandom random = drawn.Random();
        double[] point = [.. Enumerable.Range(0, 2 + 2 * drawn.Rank).Select(_ => random.NextGaussian())];
        double value = 5 * random.NextDouble();
        NaiveBiasedModel model = At(point);
        model.Step(0, 0, value, 1, Regularization, simultaneous: true);
        double[] after = [model.UserBiases[0], model.ItemBiases[0], .. model.UserFactors[0], .. model.ItemFactors[0]];
        double[] gradient = [.. point.Zip(after, (from, to) => from - to)];
        Assert.InRange(GradientCheck.LargestError(at => At(at).HalfLoss(0, 0, value, Regularization), point, gradient), 0, 1e-6);
    }

    private static NaiveBiasedModel At(double[] point)
    {
        int rank = (point.Length - 2) / 2;
        var model = new NaiveBiasedModel(1, 1, rank) { Mean = 3.5 };
        (model.UserBiases[0], model.ItemBiases[0]) = (point[0], point[1]);
        point.AsSpan(2, rank).CopyTo(model.UserFactors[0]);
        point.AsSpan(2 + rank).CopyTo(model.ItemFactors[0]);
        return model;
    }

    private static NaiveBiasedModel HandCase()
    {
        var model = new NaiveBiasedModel(users: 2, items: 3, rank: 2) { Mean = 3 };
        (model.UserBiases[1], model.ItemBiases[2]) = (0.5, -0.25);
        new[] { 1.0, 2 }.CopyTo(model.UserFactors[1], 0);
        new[] { 0.5, -1 }.CopyTo(model.ItemFactors[2], 0);
        return model;
    }

    public sealed record StepCase([Between(1, 6)] int Rank, int Seed) : SeededCase(Seed);
}
