using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Globalization;
using FastMf.Cli.Commands;
using FastMf.Cli.Input;
using FastMf.Cli.Output;
using FastMf.Model;
using FastMf.Training;

namespace FastMf.Cli;

/// <summary>The tool <c>fastmf</c>: parses, calls the library, prints, and turns errors into messages and exit codes.</summary>
internal static class Tool
{
    /// <summary>Runs one command line; results go to <paramref name="results"/>, everything else to <paramref name="messages"/>.</summary>
    public static async Task<int> RunAsync(
        string[] arguments, TextWriter results, TextWriter messages, CancellationToken cancellation = default)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var screen = new Screen(results, messages);
        Command root = CreateRoot(screen);
        ParseResult parse = root.Parse(arguments);
        if (parse.Errors.Count > 0)
        {
            foreach (ParseError error in parse.Errors)
            {
                screen.Error(Describe(error));
            }

            PointToHelp(screen, parse);
            return ExitCode.Usage;
        }

        try
        {
            // Commands work on the thread that invokes them, which the parser's own signal handling does not allow for: see Program.
            var configuration = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = results,
                Error = messages,
            };
            return await parse.InvokeAsync(configuration, cancellation);
        }
        catch (Exception failure) when (Describe(failure) is { } description)
        {
            screen.Error(OptionNames.In(description.Message));
            if (description.Code == ExitCode.Usage)
            {
                PointToHelp(screen, parse);
            }

            return description.Code;
        }
    }

    private static void PointToHelp(Screen screen, ParseResult parse)
    {
        string verb = "";
        for (Command command = parse.CommandResult.Command;
            command.Parents.OfType<Command>().FirstOrDefault() is { } parent;
            command = parent)
        {
            verb = $" {command.Name}{verb}";
        }

        screen.Note($"See fastmf{verb} --help.");
    }

    private static Command CreateRoot(Screen screen)
    {
        // A RootCommand would call itself by the name of the assembly, which is not the name of the tool.
        var root = new Command(
            "fastmf",
            """
            Matrix factorization: ratings in, recommendations out.

            Without a command it runs the demo on generated ratings.
            Exit codes: 0 success, 1 bad data or file, 2 bad command line, 3 training failed, 4 a figure is outside
            its tolerance, 130 interrupted.
            """)
        {
            DescribeCommand.Create(screen),
            TrainCommand.Create(screen),
            EvaluateCommand.Create(screen),
            CrossValidateCommand.Create(screen),
            TuneCommand.Create(screen),
            CompareCommand.Create(screen),
            ReproduceCommand.Create(screen),
            ExportCommand.Create(screen),
            PredictCommand.Create(screen),
            RecommendCommand.Create(screen),
            SimilarCommand.Create(screen),
            GenerateCommand.Create(screen),
            DemoCommand.Create(screen),
            new HelpOption(),
            new VersionOption(),
        };
        root.SetAction((_, cancellation) => DemoCommand.Run(screen, new DemoRequest(), cancellation));
        return root;
    }

    /// <summary>The parser's own messages do not name an argument that is missing.</summary>
    private static string Describe(ParseError error) => error.SymbolResult switch
    {
        ArgumentResult { Tokens.Count: 0, Parent: CommandResult } missing => $"{missing.Argument.Name} is missing.",
        OptionResult { Tokens.Count: 0, Implicit: false } missing => $"{missing.Option.Name} needs a value.",
        _ => error.Message,
    };

    /// <summary>What to tell the user about an error that is not a fault of the tool; null for those that are.</summary>
    private static (string Message, int Code)? Describe(Exception failure) => failure switch
    {
        OperationCanceledException => ("Interrupted. No file is left half-written.", ExitCode.Cancelled),
        DivergenceException or NotPositiveDefiniteException => (failure.Message, ExitCode.Training),
        ArgumentOutOfRangeException argument =>
            ($"{OptionNames.Of(argument.ParamName)} {argument.ActualValue}: {argument.Message}", ExitCode.Usage),
        ArgumentException argument => (argument.Message, ExitCode.Usage),
        ModelFileException => ($"{failure.Message} (train --output writes model files.)", ExitCode.Failure),
        FastMfException or InvalidDataException or IOException or UnauthorizedAccessException => (failure.Message, ExitCode.Failure),
        OutOfMemoryException => ("There is not enough memory. Use a lower rank or fewer ratings.", ExitCode.Failure),
        _ => null,
    };
}
