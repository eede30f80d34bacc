using FastMf.Data;
using FastMf.Data.Sketches;
using FastMf.Kernels;
using FastMf.Model;

namespace FastMf.Tests.Model;

/// <summary>
/// A model to work examples with by hand: users anna, ben and, without ratings, carl, or as they are named; items 10, 20 and, without
/// ratings, 30. The mean is 3, the range 1 to 5, the product of anna and 10 is 0.75, every other product 0.
/// </summary>
internal static class SmallModel
{
    public static MfModel Create(BottomKSketch? learned = null, string[]? users = null)
    {
        var parameters = new ModelParameters(3, 3, 2) { Mean = 3, MinimumRating = 1, MaximumRating = 5 };
        new[] { 0.5f, -9, 0 }.CopyTo(parameters.UserBiases.Span);
        new[] { -0.25f, 9, 0 }.CopyTo(parameters.ItemBiases.Span);
        FactorView userFactors = parameters.UserFactors.View;
        FactorView itemFactors = parameters.ItemFactors.View;
        (userFactors.Row(0)[0], userFactors.Row(0)[1]) = (1, 0.5f);
        (itemFactors.Row(0)[0], itemFactors.Row(0)[1]) = (0.5f, 0.5f);
        var regularization = new RowRegularization(1, 0, 1, 0);
        return new MfModel(
            IdMap.FromTexts(users ?? ["anna", "ben", "carl"]),
            IdMap.FromIntegers([10, 20, 30]),
            parameters,
            [2, 1, 0],
            [1, 2, 0],
            new ModelInfo("als", true, new RowObjective(ObjectiveKind.ObservedOnly, regularization), 3, 5),
            learned);
    }
}
