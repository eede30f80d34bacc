using System.CommandLine;
using System.CommandLine.Parsing;
using FastMf.Cli.Output;

namespace FastMf.Cli.Report;

/// <summary>The option --report of commands whose outcome can be seen as charts.</summary>
internal sealed class ReportOption
{
    private readonly Option<string?> _path =
        new("--report") { Description = "Write the outcome with its charts to this HTML file.", HelpName = "FILE" };

    public void AddTo(Command command) => command.Add(_path);

    public bool IsGiven(ParseResult parse) => parse.GetValue(_path) is not null;

    /// <summary>Checks the file's name before the work begins.</summary>
    public void Check(ParseResult parse, params ReadOnlySpan<string?> otherFiles) =>
        OutputFile.Check("--report", parse.GetValue(_path), otherFiles);

    /// <summary>Writes the report, if one is asked for.</summary>
    public void Save(ParseResult parse, Screen screen, Func<HtmlReport> create)
    {
        if (parse.GetValue(_path) is { } path)
        {
            create().Save(path, Options(parse));
            screen.Note($"report written to {path}");
        }
    }

    /// <summary>Every argument and option with the value that this run has used, defaults included.</summary>
    private static List<(string Name, string Value)> Options(ParseResult parse)
    {
        var options = new List<(string, string)> { ("command", parse.CommandResult.Command.Name) };
        foreach (SymbolResult child in parse.CommandResult.Children)
        {
            switch (child)
            {
                case ArgumentResult argument:
                    options.Add((argument.Argument.Name, Text(argument.Tokens)));
                    break;
                case OptionResult { Implicit: false } option:
                    options.Add((option.Option.Name, option.Tokens.Count == 0 ? "yes" : Text(option.Tokens)));
                    break;
                case OptionResult option:
                    options.Add((option.Option.Name, $"{Text(option.GetValueOrDefault<object>())} (default)"));
                    break;
            }
        }

        return options;
    }

    private static string Text(object? value) => value is Enum or bool ? $"{value}".ToLowerInvariant() : $"{value}";

    private static string Text(IReadOnlyList<Token> tokens) => string.Join(' ', tokens.Select(token => token.Value));
}
