using System.Text.RegularExpressions;
using FastMf.Testing;
using FsCheck.Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace FastMf.TestProperties;

/// <summary>FsCheck's test case, whose failures begin with the line that replays the smallest case that fails.</summary>
public sealed partial class SeededPropertyTestCase : PropertyTestCase
{
    public SeededPropertyTestCase(
        IMessageSink messages, TestMethodDisplay display, TestMethodDisplayOptions displayOptions, ITestMethod method)
        : base(messages, display, displayOptions, method, null)
    {
    }

    [Obsolete("Called by the deserializer alone.")]
    public SeededPropertyTestCase()
    {
    }

    public override Task<RunSummary> RunAsync(
        IMessageSink diagnosticMessageSink,
        IMessageBus messageBus,
        object[] constructorArguments,
        ExceptionAggregator aggregator,
        CancellationTokenSource cancellationTokenSource) =>
        base.RunAsync(diagnosticMessageSink, new ReplayBus(messageBus), constructorArguments, aggregator, cancellationTokenSource);

    /// <summary>The failing case is what follows "Shrunk:", or "Original:" where nothing smaller failed.</summary>
    [GeneratedRegex(@"^(?:Shrunk|Original):\r?\n(?<case>\S*\bSeed=\S+)", RegexOptions.Multiline)]
    private static partial Regex Falsified();

    private sealed class ReplayBus(IMessageBus inner) : IMessageBus
    {
        public bool QueueMessage(IMessageSinkMessage message) =>
            inner.QueueMessage(message is ITestFailed failed ? WithReplay(failed) : message);

        // The other end of the bus is not ours to close.
        public void Dispose()
        {
        }

        private static ITestFailed WithReplay(ITestFailed failed)
        {
            if (failed.Messages.SelectMany(text => Falsified().Matches(text)).LastOrDefault() is not { } found)
            {
                return failed;
            }

            string method = $"{failed.TestMethod.TestClass.Class.Name}.{failed.TestMethod.Method.Name}";
            string replay = $"Replay: {PropertyCheck.ReplayVariable}={found.Groups["case"].Value} "
                + $"dotnet test -c Release --filter FullyQualifiedName={method}";
            string[] messages = [$"{replay}\n{failed.Messages[0]}", .. failed.Messages[1..]];
            return new TestFailed(
                failed.Test,
                failed.ExecutionTime,
                failed.Output,
                failed.ExceptionTypes,
                messages,
                failed.StackTraces,
                failed.ExceptionParentIndices);
        }
    }
}
