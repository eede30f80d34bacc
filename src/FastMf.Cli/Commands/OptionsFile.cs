using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FastMf.Data;
using FastMf.Evaluation.Tuning;
using FastMf.Training;

namespace FastMf.Cli.Commands;

/// <summary>The option --options: a file of trainer options, as tune writes it.</summary>
internal sealed class OptionsFile
{
    private readonly Option<string?> _file = new("--options")
    {
        Description = "Take the trainer's options from this JSON file, as tune --best writes it; options on the command line override it.",
        HelpName = "FILE",
    };

    public void AddTo(Command command) => command.Add(_file);

    public string? Path(ParseResult parse) => parse.GetValue(_file);

    /// <summary>The options in the file; null when none is given.</summary>
    public TrainerOptions? Read(ParseResult parse)
    {
        if (Path(parse) is not { } path)
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) is JsonObject json
                ? TrainerSettings.FromJson(json).Options
                : throw new InvalidDataException(
                    $"--options {path}: an object of options is needed, such as {{\"algorithm\": \"als\", \"rank\": 16}}.");
        }
        catch (JsonException failure)
        {
            throw new InvalidDataException($"--options {path}: this is no JSON: {failure.Message}", failure);
        }
        catch (ArgumentException failure)
        {
            throw new InvalidDataException($"--options {path}: {failure.Message}", failure);
        }
    }

    /// <summary>Writes settings to a file that this option reads.</summary>
    public static void Save(string path, TrainerSettings settings)
    {
        byte[] json = Encoding.UTF8.GetBytes(settings.ToJson().ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
        AtomicFile.Write(path, stream => stream.Write(json));
    }
}
