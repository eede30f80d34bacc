using System.Text.RegularExpressions;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace FastMf.Testing.Tests;

/// <summary>What a property of this repository's tests does when it fails, seen from where xunit gets its results.</summary>
[Collection(PropertyVariables.Name)]
public sealed partial class SeededPropertyTests
{
    [Fact]
    public async Task A_false_property_shrinks_to_its_smallest_case_and_prints_the_one_line_that_replays_it()
    {
        string smallest;
        using (new PropertyVariables())
        {
            (ITestFailed failed, List<ShrinkingCase> drawn) = await FailAsync(
                nameof(FalseProperties.Three_users_of_rank_five_are_never_drawn));
            smallest = $"{new ShrinkingCase(3, 1, 0, 5, false, 0, DayOfWeek.Monday, drawn.First(item => item.IsTooLarge).Seed)}";
            string line = Assert.Single(ReplayLine().Matches(failed.Messages[0])).Value;
            Assert.StartsWith(line, failed.Messages[0], StringComparison.Ordinal);
            Assert.Equal(
                $"Replay: {PropertyCheck.ReplayVariable}={smallest} dotnet test -c Release --filter FullyQualifiedName="
                + $"{typeof(FalseProperties).FullName}.{nameof(FalseProperties.Three_users_of_rank_five_are_never_drawn)}",
                line);
        }

        using (new PropertyVariables(replay: smallest))
        {
            (ITestFailed failed, List<ShrinkingCase> drawn) = await FailAsync(
                nameof(FalseProperties.Three_users_of_rank_five_are_never_drawn));
            Assert.Equal(smallest, $"{Assert.Single(drawn)}");
            Assert.StartsWith($"Replay: {PropertyCheck.ReplayVariable}={smallest} ", failed.Messages[0], StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(null, 30)]
    [InlineData("3", 90)]
    public async Task The_factor_multiplies_the_runs(string? factor, int expected)
    {
        using var variables = new PropertyVariables(factor: factor);
        (IReadOnlyList<IMessageSinkMessage> messages, List<ShrinkingCase> drawn) = await RunAsync(nameof(FalseProperties.True_of_thirty));
        Assert.Contains(messages, message => message is ITestPassed);
        Assert.Equal(expected, drawn.Count);
    }

    [Fact]
    public async Task A_failure_that_is_of_no_case_is_left_as_it_is()
    {
        using var none = new PropertyVariables();
        (ITestFailed failed, List<ShrinkingCase> drawn) = await FailAsync(nameof(FalseProperties.Of_no_case));
        Assert.Empty(drawn);
        Assert.Contains(failed.Messages, message => message.Contains("A property takes one case", StringComparison.Ordinal));
        Assert.DoesNotContain(failed.Messages, message => message.Contains("Replay", StringComparison.Ordinal));
    }

    private static async Task<(ITestFailed Failed, List<ShrinkingCase> Drawn)> FailAsync(string method)
    {
        (IReadOnlyList<IMessageSinkMessage> messages, List<ShrinkingCase> drawn) = await RunAsync(method);
        return (Assert.Single(messages.OfType<ITestFailed>()), drawn);
    }

    private static async Task<(IReadOnlyList<IMessageSinkMessage> Messages, List<ShrinkingCase> Drawn)> RunAsync(string method)
    {
        Type type = typeof(FalseProperties);
        var assembly = new TestAssembly(Reflector.Wrap(type.Assembly));
        var testClass = new TestClass(new TestCollection(assembly, null, "False properties"), Reflector.Wrap(type));
        using var messages = new MessageList();
        var test = new SeededPropertyTestCase(
            messages,
            TestMethodDisplay.ClassAndMethod,
            TestMethodDisplayOptions.None,
            new TestMethod(testClass, Reflector.Wrap(type.GetMethod(method)!)));
        FalseProperties.Drawn.Clear();
        using var cancellation = new CancellationTokenSource();
        await test.RunAsync(messages, messages, [], new ExceptionAggregator(), cancellation);
        return (messages.Received, [.. FalseProperties.Drawn]);
    }

    [GeneratedRegex("^Replay: .*$", RegexOptions.Multiline)]
    private static partial Regex ReplayLine();

    private sealed class MessageList : LongLivedMarshalByRefObject, IMessageBus, IMessageSink
    {
        private readonly List<IMessageSinkMessage> _received = [];

        public IReadOnlyList<IMessageSinkMessage> Received => _received;

        public bool QueueMessage(IMessageSinkMessage message)
        {
            _received.Add(message);
            return true;
        }

        public bool OnMessage(IMessageSinkMessage message) => true;

        public void Dispose()
        {
        }
    }
}
