using System.Text.Json.Nodes;
using Spectre.Console;

namespace FastMf.Cli.Output;

/// <summary>
/// Where the tool prints: results to standard output, everything else to standard error, so that a script that reads results is
/// never disturbed by messages.
/// </summary>
internal sealed class Screen
{
    /// <summary>Wide enough that a redirected table is never folded.</summary>
    private const int RedirectedWidth = 200;

    private readonly TextWriter _results;
    private readonly TextWriter _messages;

    public Screen(TextWriter results, TextWriter messages)
    {
        _results = results;
        _messages = messages;
        ResultConsole = CreateConsole(results, results == Console.Out && !Console.IsOutputRedirected);
        IsInteractive = messages == Console.Error && !Console.IsErrorRedirected;
        MessageConsole = CreateConsole(messages, IsInteractive);
    }

    /// <summary>Whether messages go to a terminal, where a progress bar can be drawn.</summary>
    public bool IsInteractive { get; }

    public IAnsiConsole ResultConsole { get; }

    public IAnsiConsole MessageConsole { get; }

    /// <summary>Whether notes and progress are suppressed; errors never are.</summary>
    public bool Quiet { get; set; }

    public void Result(string line) => _results.WriteLine(line);

    public void Result(Table table) => ResultConsole.Write(table);

    /// <summary>One JSON object on one line.</summary>
    public void Result(JsonObject json) => _results.WriteLine(json.ToJsonString());

    public void Note(string line)
    {
        if (!Quiet)
        {
            _messages.WriteLine(line);
        }
    }

    public void Error(string line) => _messages.WriteLine($"fastmf: {line}");

    private static IAnsiConsole CreateConsole(TextWriter writer, bool isTerminal)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isTerminal)
        {
            console.Profile.Width = RedirectedWidth;
        }

        return console;
    }
}
