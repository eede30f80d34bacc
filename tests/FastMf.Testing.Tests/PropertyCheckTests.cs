using System.Globalization;
using System.Text.RegularExpressions;
using FastMf.Numerics;
using Xunit;

namespace FastMf.Testing.Tests;

[Collection(SeedVariable.Name)]
public sealed partial class PropertyCheckTests : IDisposable
{
    private readonly string? _saved = Environment.GetEnvironmentVariable(PropertyCheck.ReplayVariable);

    public PropertyCheckTests() => Environment.SetEnvironmentVariable(PropertyCheck.ReplayVariable, null);

    public void Dispose() => Environment.SetEnvironmentVariable(PropertyCheck.ReplayVariable, _saved);

    [Fact]
    public void A_property_that_holds_runs_as_often_as_asked_with_seeds_of_its_own()
    {
        var drawn = new HashSet<ulong>();
        PropertyCheck.Run(random => drawn.Add(random.NextUInt64()), runs: 50);
        Assert.Equal(50, drawn.Count);
    }

    [Fact]
    public void The_message_of_a_failure_holds_the_seed_and_the_reason()
    {
        var reason = new InvalidDataException("Seven is not eight.");
        var failure = Assert.Throws<PropertyFailedException>(() => PropertyCheck.Run(_ => throw reason));
        Assert.Same(reason, failure.InnerException);
        Assert.Matches($@"^The property fails for seed (\d+)\. Replay it with {PropertyCheck.ReplayVariable}=\1\. Seven is not eight\.$", failure.Message);
    }

    [Fact]
    public void The_seed_in_the_message_replays_the_failing_run_and_no_other()
    {
        var draws = new List<ulong>();
        void Property(SeededRandom random)
        {
            draws.Add(random.NextUInt64());
            Assert.InRange(random.NextDouble(), 0, 0.9);
        }

        string message = Assert.Throws<PropertyFailedException>(() => PropertyCheck.Run(Property, runs: 1000)).Message;
        ulong failing = draws[^1];
        draws.Clear();

        Environment.SetEnvironmentVariable(PropertyCheck.ReplayVariable, Seed().Match(message).Groups[1].Value);
        string replayed = Assert.Throws<PropertyFailedException>(() => PropertyCheck.Run(Property, runs: 1000)).Message;
        Assert.Equal([failing], draws);
        Assert.Equal(message, replayed);
    }

    [Fact]
    public void Replay_starts_the_generator_with_the_seed_itself()
    {
        Environment.SetEnvironmentVariable(PropertyCheck.ReplayVariable, 4711.ToString(CultureInfo.InvariantCulture));
        ulong drawn = 0;
        PropertyCheck.Run(random => drawn = random.NextUInt64());
        Assert.Equal(new SeededRandom(4711).NextUInt64(), drawn);
    }

    [Fact]
    public void Arguments_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentNullException>("property", () => PropertyCheck.Run(null!));
        Assert.Throws<ArgumentOutOfRangeException>("runs", () => PropertyCheck.Run(_ => { }, runs: 0));
    }

    [GeneratedRegex(@"seed (\d+)\.")]
    private static partial Regex Seed();
}
