using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace FastMf.Training;

/// <summary>A kind of trainer with its options: what files, searches and command lines know of it.</summary>
public sealed class TrainerKind
{
    private const DynamicallyAccessedMemberTypes Properties =
        DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.NonPublicProperties;

    private readonly Func<IReadOnlyDictionary<string, string>, TrainerOptions>? _defaultsFor;

    private TrainerKind(
        string name,
        string description,
        PropertyInfo[] properties,
        IReadOnlyList<(string Name, TrainerOptions Options)> presets,
        Func<IReadOnlyDictionary<string, string>, TrainerOptions>? defaultsFor)
    {
        (Name, Description, Presets, _defaultsFor) = (name, description, presets, defaultsFor);

        // Those of the base record first, as they are declared.
        Options =
        [
            .. properties.OrderBy(property => property.DeclaringType == typeof(TrainerOptions) ? 0 : 1)
                .Where(property => property.IsDefined(typeof(OptionAttribute)))
                .Select(property => new TrainerOption(property, property.GetCustomAttribute<OptionAttribute>()!)),
        ];
    }

    /// <summary>Alternating least squares.</summary>
    public static TrainerKind Als { get; } = Declare<AlsOptions>("als", "alternating least squares");

    /// <summary>Stochastic gradient descent.</summary>
    public static TrainerKind Sgd { get; } = Declare<SgdOptions>(
        "sgd", "stochastic gradient descent", SgdOptions.DefaultsFor, ("plain sgd", SgdOptions.Textbook));

    /// <summary>Bayesian personalized ranking.</summary>
    public static TrainerKind Bpr { get; } = Declare<BprOptions>(
        "bpr", "Bayesian personalized ranking: orders items, predicts no ratings");

    /// <summary>All there are.</summary>
    public static IReadOnlyList<TrainerKind> All { get; } = [Als, Sgd, Bpr];

    /// <summary>The name, in lower case.</summary>
    public string Name { get; }

    /// <summary>The method, in a few words.</summary>
    public string Description { get; }

    /// <summary>The options that decide what is learned; threads, vector width and early stopping do not.</summary>
    public IReadOnlyList<TrainerOption> Options { get; }

    /// <summary>The options by default, under the trainer's name, and other sets of options that have one.</summary>
    public IReadOnlyList<(string Name, TrainerOptions Options)> Presets { get; }

    /// <summary>The options by default.</summary>
    public TrainerOptions Defaults => Presets[0].Options;

    /// <summary>The kind of that name, in any case; null if there is none.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public static TrainerKind? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return All.FirstOrDefault(kind => kind.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The option of that name, which may be a shorthand or a former name.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public TrainerOption Option(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Options.FirstOrDefault(option => option.IsNamed(name)) ?? throw new ArgumentException(
            $"{Name} has no option '{name}'; its options are "
            + $"{string.Join(", ", Options.Where(option => !option.IsShorthand).Select(option => option.Name))}.",
            nameof(name));
    }

    /// <summary>
    /// The defaults of the options that are left out beside these: of SGD those of <see cref="SgdOptions.Textbook"/> when values ask for
    /// shuffled order or a rule without adaptation.
    /// </summary>
    /// <param name="values">The values that are given, by name.</param>
    /// <exception cref="ArgumentNullException"><paramref name="values"/> is null.</exception>
    public TrainerOptions DefaultsFor(IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return _defaultsFor?.Invoke(values) ?? Defaults;
    }

    /// <summary>Changes options of this kind, in the order in which they are declared, whatever the order of the values.</summary>
    /// <param name="options">The options to start from; they stay as they are.</param>
    /// <param name="values">Values by name, as <see cref="TrainerOption.Set"/> takes them.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There is no option of a name, or it cannot have its value.</exception>
    public TrainerOptions With(TrainerOptions options, IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(values);
        Dictionary<TrainerOption, string> found = [];
        foreach ((string name, string value) in values)
        {
            found[Option(name)] = value;
        }

        return Options.Where(found.ContainsKey).Aggregate(options, (changed, option) => option.Set(changed, found[option]));
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private static TrainerKind Declare<[DynamicallyAccessedMembers(Properties)] TOptions>(
        string name,
        string description,
        Func<IReadOnlyDictionary<string, string>, TrainerOptions>? defaultsFor = null,
        params (string Name, TrainerOptions Options)[] presets)
        where TOptions : TrainerOptions, new() => new(
            name,
            description,
            typeof(TOptions).GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic),
            [(name, new TOptions()), .. presets],
            defaultsFor);
}
