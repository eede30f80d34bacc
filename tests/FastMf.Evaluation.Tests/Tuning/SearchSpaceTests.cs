using System.Globalization;
using FastMf.Evaluation.Tuning;
using FastMf.Training;
using Xunit;

namespace FastMf.Evaluation.Tests.Tuning;

public class SearchSpaceTests
{
    private static readonly TrainerSettings Start = new(new AlsOptions());

    [Fact]
    public void A_grid_is_every_combination_the_last_setting_fastest()
    {
        IReadOnlyList<TrainerSettings> grid = SearchSpace.Grid(
            Start, [SettingValues.Parse("rank=4,8"), SettingValues.Parse("regularization=0.1, 1,10")]);
        Assert.Equal(
            [(4, 0.1f), (4, 1f), (4, 10f), (8, 0.1f), (8, 1f), (8, 10f)], grid.Select(
                settings => (Als(settings).Rank, Als(settings).Regularization)));
        Assert.Same(Start, Assert.Single(SearchSpace.Grid(Start, [])));
    }

    [Fact]
    public void Random_draws_lie_in_their_ranges_and_spread_over_them()
    {
        SettingValues[] values = [SettingValues.Parse("rank=3..6"), SettingValues.Parse("regularization=0.001..10:log"), SettingValues.Parse("initial-deviation=0.5..1.5")];
        IReadOnlyList<TrainerSettings> drawn = SearchSpace.Random(Start, values, 400);
        Assert.Equal(400, drawn.Count);
        Assert.Equal([3, 4, 5, 6], drawn.Select(settings => Als(settings).Rank).Distinct().Order());
        Assert.All(drawn, settings => Assert.InRange(Als(settings).Regularization, 0.001f, 10));
        Assert.All(drawn, settings => Assert.InRange(Als(settings).InitialDeviation, 0.5f, 1.5f));

        // The middle of the logarithms is 0.1: as many draws below as above.
        Assert.InRange(drawn.Count(settings => Als(settings).Regularization < 0.1f), 150, 250);
        Assert.InRange(drawn.Count(settings => Als(settings).InitialDeviation < 1), 150, 250);
    }

    [Fact]
    public void Random_draws_depend_on_the_seed_alone_and_none_comes_twice()
    {
        SettingValues[] values = [SettingValues.Parse("rank=2,3"), SettingValues.Parse("epochs=1,2,3")];
        string[] Draw(int count, long seed) => [.. SearchSpace.Random(Start, values, count, seed).Select(
            settings => settings.ToJson().ToJsonString())];
        Assert.Equal(Draw(4, 1), Draw(4, 1));
        Assert.Equal(Draw(5, 1)[..4], Draw(4, 1));
        Assert.NotEqual(Draw(4, 1), Draw(4, 2));
        Assert.Equal(6, Draw(100, 1).Distinct().Count());
        Assert.Equal(6, Draw(100, 1).Length);
    }

    [Theory]
    [InlineData("rank")]
    [InlineData("=3")]
    [InlineData("rank=")]
    [InlineData("rank=1,,2")]
    [InlineData("rank=5..3")]
    [InlineData("rank=1..2..3")]
    [InlineData("regularization=0..1:log")]
    [InlineData("regularization=a..b")]
    public void What_names_no_values_is_refused(string text) =>
        Assert.Contains($"'{text}'", Assert.Throws<ArgumentException>(() => SettingValues.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Impossible_searches_are_refused()
    {
        string many = "seed=" + string.Join(',', Enumerable.Range(0, 1000).Select(i => i.ToString(CultureInfo.InvariantCulture)));
        Assert.Contains(
            "a range",
            Assert.Throws<ArgumentException>(() => SearchSpace.Grid(Start, [SettingValues.Parse("rank=1..3")])).Message,
            StringComparison.Ordinal);
        Assert.Contains("combinations", Assert.Throws<ArgumentException>(
            () => SearchSpace.Grid(Start, [SettingValues.Parse(many), SettingValues.Parse(many)])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => SearchSpace.Random(Start, [], 0));
    }

    private static AlsOptions Als(TrainerSettings settings) => Assert.IsType<AlsOptions>(settings.Options);
}
