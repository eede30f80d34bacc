using System.CommandLine;
using System.Text.Json.Nodes;
using FastMf.Cli.Input;
using FastMf.Cli.Output;
using FastMf.Evaluation.Exporting;
using FastMf.Model;

namespace FastMf.Cli.Commands;

/// <summary><c>fastmf export</c>: a model's factors, or all its predictions, for other programs.</summary>
internal static class ExportCommand
{
    public static Command Create(Screen screen)
    {
        Argument<string> modelPath = CommonOptions.Model();
        Option<string> path = new("--output", "-o") { Description = "The file to write.", HelpName = "FILE", Required = true };
        Option<ExportChoice> format = new Option<ExportChoice>("--format")
        {
            Description = "npz, csv or libmf (the factors); predictionsnpy or predictionscsv (users x items).",
            DefaultValueFactory = _ => ExportChoice.Npz,
            HelpName = "FORMAT",
        }.OneOf();
        Option<bool> scores = new("--scores") { Description = "Write scores instead of the predictions that are made of them." };
        Option<int> threads = CommonOptions.Threads();
        var output = new OutputOptions();
        var command = new Command(
            "export",
            """
            Write a model's factors, or all its predictions, for other programs.

            Examples:
              fastmf export model.fmf --output factors.npz
              fastmf export model.fmf --format predictionsnpy --output predictions.npy
            """) { modelPath, path, format, scores, threads };
        output.AddTo(command);
        command.SetAction((parse, cancellation) =>
        {
            bool json = output.Apply(parse, screen);
            string file = parse.GetRequiredValue(path);
            OutputFile.Check("--output", file, parse.GetRequiredValue(modelPath));
            using MfModel model = MfModel.Load(parse.GetRequiredValue(modelPath));
            ExportChoice choice = parse.GetValue(format);
            Write(model, file, choice, parse.GetValue(scores), parse.GetValue(threads), cancellation);

            long bytes = new FileInfo(file).Length;
            if (json)
            {
                screen.Result(new JsonObject
                {
                    ["file"] = file,
                    ["format"] = choice.ToString().ToLowerInvariant(),
                    ["bytes"] = bytes,
                    ["users"] = model.Users.Count,
                    ["items"] = model.Items.Count,
                    ["rank"] = model.Rank,
                });
            }
            else
            {
                screen.Result($"{file}: {bytes:N0} bytes, {model.Users.Count:N0} users x {model.Items.Count:N0} items, rank {model.Rank}");
            }

            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static void Write(
        MfModel model, string file, ExportChoice choice, bool ofScores, int threads, CancellationToken cancellation)
    {
        switch (choice)
        {
            case ExportChoice.Npz:
                FactorWriter.WriteNpz(model, file);
                break;
            case ExportChoice.Csv:
                FactorWriter.WriteCsv(model, file);
                break;
            case ExportChoice.Libmf:
                FactorWriter.WriteLibmf(model, file);
                break;
            case ExportChoice.PredictionsNpy:
                PredictionMatrixWriter.WriteNpy(model, file, ofScores, threads, cancellation);
                break;
            default:
                PredictionMatrixWriter.WriteCsv(model, file, ofScores, threads, cancellation);
                break;
        }
    }
}

/// <summary>The values of export --format.</summary>
internal enum ExportChoice
{
    /// <summary>Factors, biases and ids as a NumPy archive.</summary>
    Npz,

    /// <summary>Factors, biases and ids as a table.</summary>
    Csv,

    /// <summary>LIBMF's text model.</summary>
    Libmf,

    /// <summary>All predictions as a NumPy array.</summary>
    PredictionsNpy,

    /// <summary>All predictions as a table.</summary>
    PredictionsCsv,
}
