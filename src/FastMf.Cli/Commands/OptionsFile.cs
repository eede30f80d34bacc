using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FastMf.Data;
using FastMf.Evaluation.Tuning;

namespace FastMf.Cli.Commands;

/// <summary>The option --options: a file of trainer options, as tune writes it. What is given on the command line goes before it.</summary>
internal sealed class OptionsFile
{
    private readonly Option<string?> _file = new("--options")
    {
        Description = "Take the trainer's options from this JSON file, as tune --best writes it; options on the command line go before it.",
        HelpName = "FILE",
    };

    public void AddTo(Command command) => command.Add(_file);

    /// <summary>The trainer asked for: that of the command line alone, or that of the file with the command line's changes.</summary>
    public TrainerSettings Read(ParseResult parse, TrainerRequest request)
    {
        TrainerSettings asked = request.Settings;
        if (parse.GetValue(_file) is not { } path)
        {
            return asked;
        }

        TrainerSettings settings = Load(path);
        foreach (Option option in parse.CommandResult.Command.Options)
        {
            if (parse.GetResult(option) is { Implicit: false } given)
            {
                settings = Apply(settings, asked, path, option.Name, given);
            }
        }

        return settings;
    }

    /// <summary>Writes settings to a file that this option reads.</summary>
    public static void Save(string path, TrainerSettings settings)
    {
        byte[] json = Encoding.UTF8.GetBytes(settings.ToJson().ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
        AtomicFile.Write(path, stream => stream.Write(json));
    }

    private static TrainerSettings Apply(TrainerSettings settings, TrainerSettings asked, string path, string name, OptionResult given) => name switch
    {
        "--algorithm" when asked.Algorithm != settings.Algorithm => throw new ArgumentException(
            $"--algorithm {asked.Algorithm}: the options in {path} are for {settings.Algorithm}; leave one of the two out."),
        "--no-biases" => settings.With("use-biases", "false"),
        "--biases" => settings.With("use-biases", "true"),
        "--ratings-are-confidences" => settings.With("confidence", "rating"),
        _ when name is "--regularization" or "--bias-regularization" || settings.Names.Contains(name[2..]) =>
            settings.With(name[2..], given.Tokens.Count == 0 ? "true" : given.Tokens[^1].Value),
        _ => settings,
    };

    private static TrainerSettings Load(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) is JsonObject json
                ? TrainerSettings.FromJson(json)
                : throw new InvalidDataException($"--options {path}: an object of options is needed, such as {{\"algorithm\": \"als\", \"rank\": 16}}.");
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
}
