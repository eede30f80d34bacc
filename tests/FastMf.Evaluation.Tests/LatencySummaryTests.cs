using FastMf.Model;
using FastMf.Recommending;
using FastMf.Tests.Model;
using Xunit;

namespace FastMf.Evaluation.Tests;

public class LatencySummaryTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(250)]
    public void The_median_is_not_negative_and_not_above_the_99th_percentile(int requests)
    {
        using MfModel model = SmallModel.Create();
        LatencySummary latency = LatencySummary.OfTopN(new Recommender(model), model, 2, requests);

        // A request for two items may take less than the clock can tell.
        Assert.True(latency.Median >= TimeSpan.Zero);
        Assert.True(latency.Percentile99 >= latency.Median);
    }

    [Fact]
    public void Arguments_that_make_no_sense_are_refused()
    {
        using MfModel model = SmallModel.Create();
        var recommender = new Recommender(model);
        Assert.Throws<ArgumentNullException>("recommender", () => LatencySummary.OfTopN(null!, model, 1, 1));
        Assert.Throws<ArgumentNullException>("model", () => LatencySummary.OfTopN(recommender, null!, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("length", () => LatencySummary.OfTopN(recommender, model, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>("requests", () => LatencySummary.OfTopN(recommender, model, 1, 0));
    }
}
