using FastMf.Data;
using FsCheck.Fluent;
using Xunit;

namespace FastMf.Testing.Tests;

[Collection(PropertyVariables.Name)]
public sealed class CaseArbitrariesTests
{
    [Fact]
    public void Every_value_of_a_parameter_is_drawn_and_none_outside_its_range()
    {
        using var none = new PropertyVariables();
        ShrinkingCase[] drawn = CaseArbitraries.Of<ShrinkingCase>().Generator.Sample(2000);
        Assert.Equal(Enumerable.Range(1, 40), drawn.Select(item => item.Users).Distinct().Order());
        Assert.Equal(Enumerable.Range(1, 64), drawn.Select(item => item.Rank).Distinct().Order());
        Assert.Equal(Enum.GetValues<DayOfWeek>(), drawn.Select(item => item.Day).Distinct().Order());
        Assert.Equal(Enumerable.Range(-9, 19), drawn.Select(item => item.Exponent).Distinct().Order());
        Assert.Equal([false, true], drawn.Select(item => item.WithBiases).Distinct().Order());
        Assert.All(drawn, item => Assert.InRange(item.Ratings, 0, 1200));

        // Two thirds and a ninth lie within the usual range; the standard deviation is 1 %.
        Assert.InRange(drawn.Count(item => item.Ratings <= 400), 0.72 * drawn.Length, 0.84 * drawn.Length);
    }

    [Fact]
    public void What_a_case_shrinks_to_is_smaller_in_one_parameter_and_keeps_the_seed()
    {
        using var none = new PropertyVariables();
        var drawn = new ShrinkingCase(9, 1, 3, 2, true, -5, DayOfWeek.Tuesday, 17);
        ShrinkingCase[] expected =
        [
            drawn with { Users = 1 },
            drawn with { Users = 5 },
            drawn with { Users = 7 },
            drawn with { Users = 8 },
            drawn with { Ratings = 0 },
            drawn with { Ratings = 2 },
            drawn with { Rank = 1 },
            drawn with { WithBiases = false },
            drawn with { Exponent = 0 },
            drawn with { Exponent = -3 },
            drawn with { Exponent = -4 },
            drawn with { Day = DayOfWeek.Sunday },
            drawn with { Day = DayOfWeek.Monday },
        ];
        Assert.Equal(expected, CaseArbitraries.Of<ShrinkingCase>().Shrinker(drawn));
    }

    [Fact]
    public void The_data_of_a_case_are_the_same_every_time_and_others_under_another_seed()
    {
        var drawn = new RatingCase(20, 15, 200, false, 5);
        Assert.Equal(drawn.ToMatrix().ByUser.Values.ToArray(), drawn.ToMatrix().ByUser.Values.ToArray());
        Assert.NotEqual(drawn.ToMatrix().ByUser.Values.ToArray(), (drawn with { Seed = 6 }).ToMatrix().ByUser.Values.ToArray());
        Assert.NotEqual(drawn.Random().NextUInt64(), drawn.Random(stream: 1).NextUInt64());
        Assert.Equal(new SystemCase(7, 3, 2).ToMatrix(), new SystemCase(7, 3, 2).ToMatrix());
    }

    /// <summary>A tail that is heavy, and one that is not, in one kind of case.</summary>
    [Fact]
    public void Rating_cases_are_of_either_kind()
    {
        RatingMatrix heavy = new RatingCase(40, 30, 1200, true, 5).ToMatrix();
        RatingMatrix uneven = new RatingCase(40, 30, 1200, false, 5).ToMatrix();
        Assert.True(heavy.DuplicateCount > 0);
        Assert.Contains(uneven.Items.Count, Enumerable.Range(0, 40).Select(uneven.ByUser.RowLength));
    }
}
