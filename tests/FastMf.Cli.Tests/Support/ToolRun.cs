using System.Text.Json;
using Xunit;

namespace FastMf.Cli.Tests.Support;

/// <summary>One run of the tool in this process: its exit code and what it has printed.</summary>
internal sealed record ToolRun(int Code, string Out, string Err)
{
    public string[] OutLines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The last line of the results, as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(OutLines[^1]).RootElement;

    public static ToolRun Of(params string[] arguments) => Of(arguments, new StringWriter(), CancellationToken.None);

    /// <summary>Runs the tool and requires success.</summary>
    public static ToolRun Success(params string[] arguments)
    {
        ToolRun run = Of(arguments);
        Assert.True(run.Code == ExitCode.Success, $"fastmf {string.Join(' ', arguments)} exited with {run.Code}:\n{run.Err}");
        return run;
    }

    public static ToolRun Of(string[] arguments, StringWriter messages, CancellationToken cancellation)
    {
        using var results = new StringWriter();
        int code = Tool.RunAsync(arguments, results, messages, cancellation).GetAwaiter().GetResult();
        return new ToolRun(code, results.ToString(), messages.ToString());
    }
}
