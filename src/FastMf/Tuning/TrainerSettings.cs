using System.Text.Json.Nodes;
using FastMf.Training;

namespace FastMf.Tuning;

/// <summary>
/// A method of training with all its options, which can be named, set from text and written as JSON. Names are those of the options in
/// lower case with hyphens: <see cref="AlsOptions.BiasRegularization"/> is bias-regularization. For SGD, regularization sets both of the
/// factors, and without the adaptive rule, as the textbooks have one for all, those of the biases too; bias-regularization sets both of
/// the biases. Threads, vector width and early stopping are no settings: they do not decide what is
/// learned, or need validation ratings.
/// </summary>
public sealed class TrainerSettings
{
    private const string AlgorithmKey = "algorithm";

    private readonly AlsOptions? _als;
    private readonly SgdOptions? _sgd;

    /// <summary>Settings for <see cref="AlsTrainer"/>.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public TrainerSettings(AlsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _als = options;
    }

    /// <summary>Settings for <see cref="SgdTrainer"/>.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public TrainerSettings(SgdOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _sgd = options;
    }

    /// <summary>The options of ALS; null for another method.</summary>
    public AlsOptions? Als => _als;

    /// <summary>The options of SGD; null for another method.</summary>
    public SgdOptions? Sgd => _sgd;

    /// <summary>"als" or "sgd".</summary>
    public string Algorithm => _als is null ? "sgd" : "als";

    /// <summary>The epochs that a training takes.</summary>
    public int Epochs => _als?.Epochs ?? _sgd!.Epochs;

    /// <summary>The names of all settings of the method.</summary>
    public IReadOnlyList<string> Names => [.. Table.Names];

    private OptionTable Table => _als is null ? OptionTable.Sgd : OptionTable.Als;

    private object Options => (object?)_als ?? _sgd!;

    /// <summary>These settings with one of them changed.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value: a number with a decimal point, true or false, or the name of a choice in any case.</param>
    /// <exception cref="ArgumentException">There is no setting of that name, or it cannot have that value.</exception>
    public TrainerSettings With(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        if (_sgd is not null && (name is "regularization" or "bias-regularization"))
        {
            string ending = name == "regularization" && _sgd.Rule == LearningRateRule.Adaptive ? "-factor-regularization" : $"-{name}";
            return Names.Where(option => option.EndsWith(ending, StringComparison.Ordinal))
                .Aggregate(this, (settings, option) => settings.With(option, value));
        }

        return _als is null
            ? new TrainerSettings(OptionTable.Sgd.Set(_sgd! with { }, name, value))
            : new TrainerSettings(OptionTable.Als.Set(_als with { }, name, value));
    }

    /// <summary>The value of a setting, as <see cref="With"/> takes it.</summary>
    /// <exception cref="ArgumentException">There is no setting of that name.</exception>
    public string Get(string name) => Table.Get(Options, name);

    /// <summary>A trainer with these settings.</summary>
    /// <param name="threads">1 to 1024, or 0 for one per processor; null for the options' own.</param>
    public ITrainer CreateTrainer(int? threads = null) => _als is null
        ? new SgdTrainer(_sgd! with { Threads = threads ?? _sgd.Threads })
        : new AlsTrainer(_als with { Threads = threads ?? _als.Threads });

    /// <summary>All settings, the method under "algorithm"; settings that are left to the trainer are null.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { [AlgorithmKey] = Algorithm };
        foreach (string name in Names)
        {
            json[name] = Table.GetJson(Options, name);
        }

        return json;
    }

    /// <summary>Reads what <see cref="ToJson"/> has written; settings that are missing have their defaults.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="json"/> is null.</exception>
    /// <exception cref="ArgumentException">The method is missing or unknown, or a setting is unknown or has an impossible value.</exception>
    public static TrainerSettings FromJson(JsonObject json)
    {
        ArgumentNullException.ThrowIfNull(json);
        TrainerSettings settings = json[AlgorithmKey]?.ToString() switch
        {
            "als" => new TrainerSettings(new AlsOptions()),
            "sgd" => new TrainerSettings(new SgdOptions()),
            { } other => throw new ArgumentException($"There is no algorithm '{other}'; options name als or sgd.", nameof(json)),
            null => throw new ArgumentException("The options do not say which algorithm they are for; add \"algorithm\": \"als\" or \"sgd\".", nameof(json)),
        };
        foreach ((string name, JsonNode? value) in json)
        {
            if (name != AlgorithmKey && value is not null)
            {
                settings = settings.With(name, value.ToString());
            }
        }

        return settings;
    }
}
