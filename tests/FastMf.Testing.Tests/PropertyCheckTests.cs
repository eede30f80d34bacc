using Xunit;

namespace FastMf.Testing.Tests;

[Collection(PropertyVariables.Name)]
public sealed class PropertyCheckTests
{
    [Fact]
    public void A_property_that_holds_runs_as_often_as_asked_with_cases_of_their_own()
    {
        using var none = new PropertyVariables();
        var drawn = new HashSet<RatingCase>();
        PropertyCheck.Run<RatingCase>(item => drawn.Add(item), runs: 50);
        Assert.Equal(50, drawn.Count);
        Assert.Equal(50, drawn.Select(item => item.Random().NextUInt64()).Distinct().Count());
    }

    [Fact]
    public void A_false_property_shrinks_to_its_smallest_case_under_the_seed_that_was_drawn()
    {
        using var none = new PropertyVariables();
        var reason = new InvalidDataException("Five are too many.");
        var drawn = new List<ShrinkingCase>();
        var failure = Assert.Throws<PropertyFailedException>(() => PropertyCheck.Run<ShrinkingCase>(
            item =>
            {
                drawn.Add(item);
                _ = item.IsTooLarge ? throw reason : 0;
            },
            runs: 1000));
        var smallest = new ShrinkingCase(3, 1, 0, 5, false, 0, DayOfWeek.Monday, drawn.First(item => item.IsTooLarge).Seed);
        Assert.Contains(smallest, drawn);
        Assert.Same(reason, failure.InnerException);
        Assert.Equal(
            $"The property fails for {smallest}. Replay it with {PropertyCheck.ReplayVariable}={smallest}. Five are too many.",
            failure.Message);
    }

    [Fact]
    public void The_case_in_the_message_is_replayed_and_no_other()
    {
        var smallest = new ShrinkingCase(3, 1, 0, 5, true, 0, DayOfWeek.Monday, 17);
        using var replaying = new PropertyVariables(replay: $"{smallest}");
        var drawn = new List<ShrinkingCase>();
        PropertyCheck.Run<ShrinkingCase>(drawn.Add, runs: 1000);
        Assert.Equal([smallest], drawn);
        drawn.Clear();
        var failure = Assert.Throws<PropertyFailedException>(() => PropertyCheck.Run<ShrinkingCase>(
            item =>
            {
                drawn.Add(item);
                throw new InvalidDataException();
            },
            runs: 1000));
        Assert.Equal([smallest], drawn);
        Assert.Contains($" {PropertyCheck.ReplayVariable}={smallest}. ", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Users=3")]
    [InlineData("Users=3,Items=1,Ratings=1,HeavyTailed=False,Rank=2,Seed=1")]
    [InlineData("Users=41,Items=1,Ratings=1,HeavyTailed=False,Seed=1")]
    [InlineData("Users=3,Items=1,Ratings=1,HeavyTailed=perhaps,Seed=1")]
    [InlineData("Users=3,Items=1,Ratings=1,HeavyTailed=False,Seed=-1")]
    [InlineData("Users=few,Items=1,Ratings=1,HeavyTailed=False,Seed=1")]
    [InlineData("4711")]
    public void What_is_no_case_of_the_property_is_not_replayed(string replay)
    {
        using var replaying = new PropertyVariables(replay);
        var failure = Assert.Throws<FormatException>(() => PropertyCheck.Run<RatingCase>(_ => { }));
        Assert.Contains(PropertyCheck.ReplayVariable, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 7)]
    [InlineData("", 7)]
    [InlineData("1", 7)]
    [InlineData("12", 84)]
    public void The_factor_multiplies_the_runs(string? factor, int expected)
    {
        using var multiplied = new PropertyVariables(factor: factor);
        int runs = 0;
        PropertyCheck.Run<RatingCase>(_ => runs++, runs: 7);
        Assert.Equal(expected, runs);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("many")]
    [InlineData("2147483647")]
    public void A_factor_that_makes_no_sense_is_refused(string factor)
    {
        using var multiplied = new PropertyVariables(factor: factor);
        var failure = Assert.Throws<InvalidOperationException>(() => PropertyCheck.Run<RatingCase>(_ => { }, runs: 2));
        Assert.Equal($"{PropertyCheck.FactorVariable} is '{factor}'; it must be an integer from 1 to 1073741823.", failure.Message);
    }

    [Fact]
    public void Arguments_that_make_no_sense_are_refused()
    {
        using var none = new PropertyVariables();
        Assert.Throws<ArgumentNullException>("property", () => PropertyCheck.Run<RatingCase>(null!));
        Assert.Throws<ArgumentOutOfRangeException>("runs", () => PropertyCheck.Run<RatingCase>(_ => { }, runs: 0));
        Assert.Throws<NotSupportedException>(() => CaseArbitraries.Of<int>());
        Assert.Contains(
            "Rank is no integer with a range",
            Assert.Throws<ArgumentException>(() => CaseArbitraries.Of<Rangeless>()).Message,
            StringComparison.Ordinal);
    }

    private sealed record Rangeless(int Rank, int Seed) : SeededCase(Seed);
}
