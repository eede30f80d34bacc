using FastMf.Data;
using Xunit;

namespace FastMf.Testing.Tests;

#pragma warning disable xUnit1000 // Most of them fail: xunit, which looks for tests in public classes, must not find them.

/// <summary>Properties to be run by <see cref="SeededPropertyTests"/> alone.</summary>
internal sealed class FalseProperties
{
    public static List<ShrinkingCase> Drawn { get; } = [];

    [SeededProperty(Runs = 1000)]
    public void Three_users_of_rank_five_are_never_drawn(ShrinkingCase drawn)
    {
        Drawn.Add(drawn);
        Assert.False(drawn.IsTooLarge);
    }

    [SeededProperty(Runs = 30)]
    public void True_of_thirty(ShrinkingCase drawn) => Drawn.Add(drawn);

    [SeededProperty]
    public void Of_no_case(Rating drawn) => Assert.Equal(default, drawn);
}
