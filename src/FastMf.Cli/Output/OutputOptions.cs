using System.CommandLine;

namespace FastMf.Cli.Output;

/// <summary>The options of every command about what is printed.</summary>
internal sealed class OutputOptions
{
    private readonly Option<bool> _json = new("--json") { Description = "Print results as one line of JSON." };

    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Print results and errors only." };

    public void AddTo(Command command)
    {
        command.Add(_json);
        command.Add(_quiet);
    }

    /// <summary>Applies the options; returns whether JSON is asked for.</summary>
    public bool Apply(ParseResult parse, Screen screen)
    {
        screen.Quiet = parse.GetValue(_quiet);
        return parse.GetValue(_json);
    }
}
