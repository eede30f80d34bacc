using System.Text.Json.Nodes;
using FastMf.Training;

namespace FastMf.Evaluation.Tuning;

/// <summary>
/// A trainer's options, to be set from text and written as JSON by the names of <see cref="TrainerKind.Options"/>. Threads, vector width
/// and early stopping are no settings: they do not decide what is learned, or need validation ratings.
/// </summary>
public sealed class TrainerSettings
{
    private const string AlgorithmKey = "algorithm";

    /// <summary>Settings of a trainer.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public TrainerSettings(TrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
    }

    /// <summary>The trainer's options.</summary>
    public TrainerOptions Options { get; }

    /// <summary>The trainer's name, such as "als".</summary>
    public string Algorithm => Options.Kind.Name;

    /// <summary>The names of all settings; shorthands such as regularization of SGD, which sets several, are not among them.</summary>
    public IReadOnlyList<string> Names => [.. Values.Select(option => option.Name)];

    private IEnumerable<TrainerOption> Values => Options.Kind.Options.Where(option => !option.IsShorthand);

    /// <summary>These settings with one of them changed.</summary>
    /// <param name="name">Its name, or a shorthand for several.</param>
    /// <param name="value">Its value: a number with a decimal point, true or false, or the name of a choice in any case.</param>
    /// <exception cref="ArgumentException">There is no setting of that name, or it cannot have that value.</exception>
    public TrainerSettings With(string name, string value) => new(Options.Kind.Option(name).Set(Options, value));

    /// <summary>The value of a setting, as <see cref="With"/> takes it; of a shorthand that of the first setting that it sets.</summary>
    /// <exception cref="ArgumentException">There is no setting of that name.</exception>
    public string Get(string name) => Options.Kind.Option(name).GetText(Options);

    /// <summary>A trainer with these settings.</summary>
    /// <param name="threads">1 to 1024, or 0 for one per processor; null for the options' own.</param>
    public ITrainer CreateTrainer(int? threads = null) => (Options with { Threads = threads ?? Options.Threads }).CreateTrainer();

    /// <summary>All settings, the trainer's name under "algorithm"; settings that are left to the trainer are null.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { [AlgorithmKey] = Algorithm };
        foreach (TrainerOption option in Values)
        {
            json[option.Name] = option.Get(Options) switch
            {
                null => null,
                bool value => JsonValue.Create(value),
                int value => JsonValue.Create(value),
                long value => JsonValue.Create(value),
                float value => JsonValue.Create(value),
                double value => JsonValue.Create(value),
                _ => JsonValue.Create(option.GetText(Options)),
            };
        }

        return json;
    }

    /// <summary>Reads what <see cref="ToJson"/> has written; settings that are missing have their defaults.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="json"/> is null.</exception>
    /// <exception cref="ArgumentException">The trainer or a setting is missing or unknown, or a value is impossible.</exception>
    public static TrainerSettings FromJson(JsonObject json)
    {
        ArgumentNullException.ThrowIfNull(json);
        string names = string.Join(", ", TrainerKind.All.Select(known => known.Name));
        string? name = json[AlgorithmKey]?.ToString();
        if (name is null)
        {
            throw new ArgumentException(
                $"The options do not say which algorithm they are for; add \"algorithm\", one of {names}.", nameof(json));
        }

        TrainerKind kind = TrainerKind.Find(name)
            ?? throw new ArgumentException($"There is no algorithm '{name}'; options name one of {names}.", nameof(json));
        var values = json.Where(entry => entry.Key != AlgorithmKey && entry.Value is not null)
            .ToDictionary(entry => entry.Key, entry => entry.Value!.ToString());
        return new TrainerSettings(kind.With(kind.Defaults, values));
    }
}
