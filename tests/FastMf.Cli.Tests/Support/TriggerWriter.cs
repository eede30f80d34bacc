namespace FastMf.Cli.Tests.Support;

/// <summary>Acts when a line with a certain text is written, so that a test can interrupt work at a known point.</summary>
internal sealed class TriggerWriter(string text, Action action) : StringWriter
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
