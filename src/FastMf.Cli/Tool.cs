using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using FastMf.Cli.Commands;
using FastMf.Cli.Output;
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
        RootCommand root = CreateRoot(screen);
        ParseResult parse = root.Parse(arguments);
        if (parse.Errors.Count > 0)
        {
            foreach (ParseError error in parse.Errors)
            {
                screen.Error(error.Message);
            }

            string verb = parse.CommandResult.Command is RootCommand ? "" : $" {parse.CommandResult.Command.Name}";
            screen.Note($"See fastmf{verb} --help.");
            return ExitCode.Usage;
        }

        try
        {
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = results, Error = messages };
            return await parse.InvokeAsync(configuration, cancellation);
        }
        catch (Exception failure) when (Describe(failure) is { } description)
        {
            screen.Error(description.Message);
            return description.Code;
        }
    }

    private static RootCommand CreateRoot(Screen screen)
    {
        var root = new RootCommand(
            """
            Matrix factorization: ratings in, recommendations out.

            Without a command it runs the demo on generated ratings.
            Exit codes: 0 success, 1 bad data or file, 2 bad command line, 3 training failed, 130 interrupted.
            """)
        {
            DescribeCommand.Create(screen),
            TrainCommand.Create(screen),
            EvaluateCommand.Create(screen),
            PredictCommand.Create(screen),
            RecommendCommand.Create(screen),
            SimilarCommand.Create(screen),
            GenerateCommand.Create(screen),
            DemoCommand.Create(screen),
        };
        root.SetAction((_, cancellation) => DemoCommand.Run(screen, new DemoRequest(), cancellation));
        return root;
    }

    /// <summary>What to tell the user about an error that is not a fault of the tool; null for those that are.</summary>
    private static (string Message, int Code)? Describe(Exception failure) => failure switch
    {
        OperationCanceledException => ("Interrupted; no file was written.", ExitCode.Cancelled),
        DivergenceException or NotPositiveDefiniteException => (failure.Message, ExitCode.Training),
        ArgumentOutOfRangeException argument => ($"{WithoutParameterName(argument)} It is {argument.ActualValue}.", ExitCode.Usage),
        ArgumentException argument => (WithoutParameterName(argument), ExitCode.Usage),
        FastMfException or IOException or UnauthorizedAccessException => (failure.Message, ExitCode.Failure),
        OutOfMemoryException => ("There is not enough memory. Use a lower rank or fewer ratings.", ExitCode.Failure),
        _ => null,
    };

    private static string WithoutParameterName(ArgumentException failure)
    {
        int suffix = failure.Message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return suffix < 0 ? failure.Message : failure.Message[..suffix];
    }
}
