using FastMf.Cli.Tests.Support;
using Xunit;

namespace FastMf.Cli.Tests;

/// <summary>Whoever interrupts the tool finds the files as they were.</summary>
public sealed class InterruptionTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("als")]
    [InlineData("sgd")]
    public void Cancelled_training_exits_with_130_and_leaves_the_old_model(string algorithm)
    {
        string model = _sandbox.TrainModel();
        byte[] before = File.ReadAllBytes(model);
        string[] files = Directory.GetFiles(_sandbox.Folder);
        using var cancellation = new CancellationTokenSource();
        using var messages = new TriggerWriter("epoch 2/", cancellation.Cancel);
        ToolRun run = ToolRun.Of(
            ["train", _sandbox.Train, "--algorithm", algorithm, "--epochs", "100000", "--output", model], messages, cancellation.Token);
        Assert.Equal(ExitCode.Cancelled, run.Code);
        Assert.EndsWith("fastmf: Interrupted. No file is left half-written.\n", run.Err, StringComparison.Ordinal);
        Assert.Equal("", run.Out);
        Assert.Equal(before, File.ReadAllBytes(model));
        Assert.Equal(files, Directory.GetFiles(_sandbox.Folder));
    }

    [Fact]
    public void Cancelled_generating_and_reading_leave_nothing()
    {
        string[] files = Directory.GetFiles(_sandbox.Folder);
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        string[][] commands =
        [
            ["generate", "--output", _sandbox["g.txt"], "--test-output", _sandbox["t.txt"]],
            ["train", _sandbox.Train, "--output", _sandbox["m.fmf"]],
            ["demo", "--shape", "ml-100k"],
        ];
        Assert.All(commands, command =>
        {
            using var messages = new StringWriter();
            Assert.Equal(ExitCode.Cancelled, ToolRun.Of(command, messages, cancellation.Token).Code);
        });
        Assert.Equal(files, Directory.GetFiles(_sandbox.Folder));
    }

    /// <summary>Acts when a line with a certain text is written, so that a test can interrupt work at a known point.</summary>
    private sealed class TriggerWriter(string text, Action action) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.Contains(text, StringComparison.Ordinal) == true)
            {
                action();
            }
        }
    }
}
