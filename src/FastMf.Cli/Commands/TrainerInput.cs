using System.CommandLine;
using FastMf.Cli.Input;
using FastMf.Training;

namespace FastMf.Cli.Commands;

/// <summary>
/// The options of every command that trains, and the reading of them. Those of the trainers themselves are the ones that
/// <see cref="TrainerKind"/> lists; what is given on the command line overrides the file of --options.
/// </summary>
internal sealed class TrainerInput
{
    private readonly Option<string?> _algorithm = new("--algorithm", "-a")
    {
        Description = $"{string.Join(", ", TrainerKind.All.Select(kind => $"{kind.Name} ({kind.Description})"))}. "
            + $"Default: that of --options, otherwise {TrainerKind.All[0]}.",
        HelpName = "ALGORITHM",
    };

    private readonly OptionsFile _file = new();

    private readonly (string Name, Option Option)[] _ofTrainers =
    [
        .. TrainerKind.All.SelectMany(kind => kind.Options).Select(option => option.Name).Distinct()
            .Select(name => (name, OfTrainers(name))),
    ];

    private readonly Option<string?> _from = new("--from")
    {
        Description = "als, sgd: train on from this model, of the same rank; new users and items are added to it.",
        HelpName = "MODEL",
    };

    private readonly Option<double?> _validationFraction = new Option<double?>("--validation-fraction")
    {
        Description = "Hold out this share of the training ratings and measure every epoch on it.",
        HelpName = "F",
    }.Fraction();

    private readonly Option<int?> _patience = new Option<int?>("--patience")
    {
        Description = "Stop when the validation error has not fallen for N epochs, and keep the best epoch's model.",
        HelpName = "N",
    }.From(1);

    private readonly Option<int> _threads = CommonOptions.Threads();

    public TrainerInput() => _algorithm.Validators.Add(result =>
    {
        if (result.Tokens.Count > 0 && TrainerKind.Find(result.Tokens[^1].Value) is null)
        {
            result.AddError($"--algorithm {result.Tokens[^1].Value}: choose one of {string.Join(", ", TrainerKind.All)}.");
        }
    });

    public void AddTo(Command command)
    {
        command.Add(_algorithm);
        foreach ((_, Option option) in _ofTrainers)
        {
            command.Add(option);
        }

        command.Add(_from);
        command.Add(_validationFraction);
        command.Add(_patience);
        command.Add(_threads);
        _file.AddTo(command);
    }

    public TrainerRequest Read(ParseResult parse)
    {
        TrainerOptions? fromFile = _file.Read(parse);
        TrainerKind kind = Kind(parse, fromFile?.Kind);
        string whose = fromFile is null || parse.GetValue(_algorithm) is not null
            ? $"--algorithm {kind}"
            : $"{kind}, which the options in {_file.Path(parse)} are for";
        Dictionary<string, string> given = [];
        foreach ((string name, Option option) in _ofTrainers)
        {
            if (parse.GetResult(option) is { Implicit: false } result)
            {
                given[name] = kind.Options.Any(known => known.Name == name)
                    ? result.Tokens.Count == 0 ? "true" : result.Tokens[^1].Value
                    : throw new ArgumentException($"{option.Name} has no meaning for {whose}; leave it out.");
            }
        }

        double? validation = parse.GetValue(_validationFraction);
        int? patience = parse.GetValue(_patience);
        if (patience is not null && validation is null)
        {
            throw new ArgumentException("--patience needs --validation-fraction, such as 0.1.");
        }

        TrainerOptions options = kind.With(fromFile ?? kind.DefaultsFor(given), given) with
        {
            Threads = parse.GetValue(_threads),
            EarlyStopping = patience is { } epochs ? new EarlyStopping(epochs) : null,
        };
        var request = new TrainerRequest(options, validation, parse.GetValue(_from));
        return request.From is null || request.CanStartFromModel
            ? request
            : throw new ArgumentException($"--from has no meaning for {whose}; leave it out.");
    }

    private TrainerKind Kind(ParseResult parse, TrainerKind? ofFile)
    {
        TrainerKind? asked = parse.GetValue(_algorithm) is { } name ? TrainerKind.Find(name) : null;
        return asked is null || ofFile is null || asked == ofFile
            ? asked ?? ofFile ?? TrainerKind.All[0]
            : throw new ArgumentException(
                $"--algorithm {asked}: the options in {_file.Path(parse)} are for {ofFile}; leave one of the two out.");
    }

    /// <summary>The tool's option for what one or several kinds of trainers call by a name.</summary>
    private static Option OfTrainers(string name)
    {
        (TrainerKind Kind, TrainerOption Option)[] declared =
            [.. TrainerKind.All.SelectMany(kind => kind.Options.Where(option => option.Name == name).Select(option => (kind, option)))];
        TrainerOption first = declared[0].Option;
        string[] aliases = first.ShortName is { } letter ? [$"-{letter}"] : [];
        string description = Description([.. declared.Select(entry => entry.Kind)], first);
        if (first.IsFlag)
        {
            return new Option<bool>($"--{name}", aliases) { Description = description };
        }

        var option = new Option<string?>($"--{name}", aliases) { Description = description, HelpName = first.ValueName };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !declared.Any(entry => entry.Option.Accepts(result.Tokens[^1].Value)))
            {
                result.AddError($"--{name} {result.Tokens[^1].Value}: {first.Requirement}.");
            }
        });
        return option;
    }

    private static string Description(TrainerKind[] kinds, TrainerOption option)
    {
        string help = kinds.Length == TrainerKind.All.Count
            ? $"{char.ToUpperInvariant(option.Help[0])}{option.Help[1..]}."
            : $"{string.Join(", ", kinds.AsEnumerable())}: {option.Help}.";
        return option.IsFlag ? help : $"{help}{Choices(option)}{Defaults(kinds, option.Name)}";
    }

    private static string Choices(TrainerOption option) =>
        option.Choices.Count == 0 ? "" : $" One of {string.Join(", ", option.Choices)}.";

    private static string Defaults(TrainerKind[] kinds, string name)
    {
        (string Of, string Value)[] defaults =
        [
            .. from kind in kinds
               from preset in kind.Presets
               select (preset.Name, kind.Option(name).GetText(DefaultsBeside(kind, preset.Options))),
        ];
        string[] told = [.. defaults.Where(entry => entry.Value.Length > 0).Select(entry => $"{entry.Of} {entry.Value}")];
        return told.Length == 0 ? ""
            : defaults.All(entry => entry.Value == defaults[0].Value) ? $" Default: {defaults[0].Value}."
            : $" Default: {string.Join(", ", told)}.";
    }

    /// <summary>What is left out beside the options of a preset is not always as in the preset itself.</summary>
    private static TrainerOptions DefaultsBeside(TrainerKind kind, TrainerOptions preset) =>
        kind.DefaultsFor(kind.Options.ToDictionary(option => option.Name, option => option.GetText(preset)));
}
