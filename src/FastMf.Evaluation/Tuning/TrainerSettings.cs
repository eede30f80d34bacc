using System.Text.Json.Nodes;
using FastMf.Training;

namespace FastMf.Evaluation.Tuning;

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

    private readonly object _options;

    /// <summary>Settings for <see cref="AlsTrainer"/>.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public TrainerSettings(AlsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
    }

    /// <summary>Settings for <see cref="SgdTrainer"/>.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public TrainerSettings(SgdOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
    }

    /// <summary>Settings for <see cref="BprTrainer"/>.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public TrainerSettings(BprOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
    }

    /// <summary>The options of ALS; null for another method.</summary>
    public AlsOptions? Als => _options as AlsOptions;

    /// <summary>The options of SGD; null for another method.</summary>
    public SgdOptions? Sgd => _options as SgdOptions;

    /// <summary>The options of BPR; null for another method.</summary>
    public BprOptions? Bpr => _options as BprOptions;

    /// <summary>"als", "sgd" or "bpr".</summary>
    public string Algorithm => Table.Algorithm;

    /// <summary>The epochs that a training takes.</summary>
    public int Epochs => Als?.Epochs ?? Sgd?.Epochs ?? Bpr!.Epochs;

    /// <summary>The names of all settings of the method.</summary>
    public IReadOnlyList<string> Names => [.. Table.Names];

    private OptionTable Table => _options switch
    {
        AlsOptions => OptionTable.Als,
        SgdOptions => OptionTable.Sgd,
        _ => OptionTable.Bpr,
    };

    /// <summary>These settings with one of them changed.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value: a number with a decimal point, true or false, or the name of a choice in any case.</param>
    /// <exception cref="ArgumentException">There is no setting of that name, or it cannot have that value.</exception>
    public TrainerSettings With(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        if (Sgd is { } sgd && (name is "regularization" or "bias-regularization"))
        {
            string ending = name == "regularization" && sgd.Rule == LearningRateRule.Adaptive ? "-factor-regularization" : $"-{name}";
            return Names.Where(option => option.EndsWith(ending, StringComparison.Ordinal))
                .Aggregate(this, (settings, option) => settings.With(option, value));
        }

        return _options switch
        {
            AlsOptions options => new TrainerSettings(Table.Set(options with { }, name, value)),
            SgdOptions options => new TrainerSettings(Table.Set(options with { }, name, value)),
            var options => new TrainerSettings(Table.Set((BprOptions)options with { }, name, value)),
        };
    }

    /// <summary>The value of a setting, as <see cref="With"/> takes it.</summary>
    /// <exception cref="ArgumentException">There is no setting of that name.</exception>
    public string Get(string name) => Table.Get(_options, name);

    /// <summary>A trainer with these settings.</summary>
    /// <param name="threads">1 to 1024, or 0 for one per processor; null for the options' own.</param>
    public ITrainer CreateTrainer(int? threads = null) => _options switch
    {
        AlsOptions options => new AlsTrainer(options with { Threads = threads ?? options.Threads }),
        SgdOptions options => new SgdTrainer(options with { Threads = threads ?? options.Threads }),
        var options => new BprTrainer((BprOptions)options with { Threads = threads ?? ((BprOptions)options).Threads }),
    };

    /// <summary>All settings, the method under "algorithm"; settings that are left to the trainer are null.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { [AlgorithmKey] = Algorithm };
        foreach (string name in Names)
        {
            json[name] = Table.GetJson(_options, name);
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
            "bpr" => new TrainerSettings(new BprOptions()),
            { } other => throw new ArgumentException($"There is no algorithm '{other}'; options name als, sgd or bpr.", nameof(json)),
            null => throw new ArgumentException("The options do not say which algorithm they are for; add \"algorithm\": \"als\", \"sgd\" or \"bpr\".", nameof(json)),
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
