using System.Globalization;
using System.Reflection;

namespace FastMf.Training;

/// <summary>An option of a trainer, as the property of its options declares it: name, range, help, and its value as text.</summary>
public sealed class TrainerOption
{
    private readonly PropertyInfo _property;
    private readonly OptionAttribute _declaration;
    private readonly Type _type;
    private readonly OptionRange? _range;

    internal TrainerOption(PropertyInfo property, OptionAttribute declaration)
    {
        (_property, _declaration) = (property, declaration);
        _type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        _range = double.IsFinite(declaration.Minimum)
            ? new OptionRange(declaration.Minimum, declaration.Maximum, declaration.IsAboveMinimum)
            : null;
        Name = declaration.Name ?? Hyphenated(property.Name);
        Choices = _type.IsEnum ? [.. Enum.GetNames(_type).Select(name => name.ToLowerInvariant())] : IsFlag ? ["true", "false"] : [];
    }

    /// <summary>The name, in lower case with hyphens: the same in files, searches and command lines.</summary>
    public string Name { get; }

    /// <summary>The name of the property, which exceptions name.</summary>
    public string PropertyName => _property.Name;

    /// <summary>A name that files of earlier versions have for it; null if there is none.</summary>
    public string? FormerName => _declaration.FormerName;

    /// <summary>A letter that command lines may name it by; null if there is none.</summary>
    public string? ShortName => _declaration.ShortName;

    /// <summary>What it is, beginning in lower case and without a full stop.</summary>
    public string Help => _declaration.Help;

    /// <summary>What stands for the value in a help text, such as N.</summary>
    public string ValueName => _declaration.ValueName;

    /// <summary>Whether it sets other options and has no value of its own, so that lists of all values leave it out.</summary>
    public bool IsShorthand => _declaration.IsShorthand;

    /// <summary>Whether its values are true and false.</summary>
    public bool IsFlag => _type == typeof(bool);

    /// <summary>All values, where these are few and have names; otherwise empty.</summary>
    public IReadOnlyList<string> Choices { get; }

    /// <summary>What a value must be, such as "a whole number from 1 to 4096 is needed".</summary>
    public string Requirement => Choices.Count > 0 ? $"choose one of {string.Join(", ", Choices)}"
        : _type == typeof(long) ? "a whole number of at most 64 bits is needed"
        : _range is not { } range ? $"{Expected} is needed"
        : double.IsFinite(range.Maximum) ? $"{Expected} {range} is needed"
        : range.IsAboveMinimum ? $"{range} is needed"
        : $"{range}, is needed";

    private string Expected => IsFlag ? "true or false"
        : _type.IsEnum ? $"one of {string.Join(", ", Choices)}"
        : _type == typeof(int) || _type == typeof(long) ? "a whole number"
        : "a finite number";

    /// <summary>Whether this is its name, or was one.</summary>
    public bool IsNamed(string name) => name is not null && (name == Name || name == FormerName);

    /// <summary>Whether a text is a value within the range.</summary>
    public bool Accepts(string value) => Parse(value) is { } parsed && (_range is not { } range || range.Contains(ToDouble(parsed)));

    /// <summary>The value: a bool, a number, the name of a choice in lower case, or null for one that is left to the trainer.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public object? Get(TrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        object? value = _property.GetValue(options);
        return value is Enum ? value.ToString()!.ToLowerInvariant() : value;
    }

    /// <summary>The value as text, as <see cref="Set"/> takes it; empty for one that is left to the trainer.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public string GetText(TrainerOptions options) => Get(options) switch
    {
        null => "",
        bool value => value ? "true" : "false",
        object value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>These options with another value. Its range is checked when training begins.</summary>
    /// <param name="options">Options of the trainer; they stay as they are.</param>
    /// <param name="value">
    /// A number with a decimal point, true or false, or the name of a choice in any case; empty for an option that the trainer may decide.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The text is no value of this option.</exception>
    public TrainerOptions Set(TrainerOptions options, string value)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(value);
        bool isLeft = value.Length == 0 && Nullable.GetUnderlyingType(_property.PropertyType) is not null;
        object? parsed = isLeft ? null
            : Parse(value) ?? throw new ArgumentException($"{Name}: '{value}' is not a value of this option ({Expected}).", nameof(value));
        TrainerOptions changed = options with { };
        _property.SetValue(changed, parsed);
        return changed;
    }

    /// <exception cref="ArgumentOutOfRangeException">The value is out of its range; the message names both.</exception>
    internal void Validate(TrainerOptions options)
    {
        object? value = _property.GetValue(options);
        if (value is not null && _range is { } range && !range.Contains(ToDouble(value)))
        {
            throw new ArgumentOutOfRangeException(PropertyName, value, $"{PropertyName} must be {range}.");
        }

        if (value is Enum && !Enum.IsDefined(_type, value))
        {
            throw new ArgumentOutOfRangeException(
                PropertyName, value, $"{PropertyName} must be one of {string.Join(", ", Enum.GetNames(_type))}.");
        }
    }

    private object? Parse(string text)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        if (_type.IsEnum)
        {
            // Enum.TryParse takes numbers, and lists, for names.
            return Choices.Contains(text.ToLowerInvariant()) ? Enum.Parse(_type, text, ignoreCase: true) : null;
        }

        if (IsFlag)
        {
            return bool.TryParse(text, out bool flag) ? flag : null;
        }

        if (_type == typeof(int))
        {
            return int.TryParse(text, NumberStyles.AllowLeadingSign, culture, out int number) ? number : null;
        }

        if (_type == typeof(long))
        {
            return long.TryParse(text, NumberStyles.AllowLeadingSign, culture, out long number) ? number : null;
        }

        bool isNumber = double.TryParse(text, NumberStyles.Float, culture, out double value);
        return _type == typeof(float)
            ? float.TryParse(text, NumberStyles.Float, culture, out float single) && float.IsFinite(single) ? single : null
            : isNumber && double.IsFinite(value) ? value : null;
    }

    private static double ToDouble(object value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static string Hyphenated(string name) => string.Concat(
        name.Select((letter, i) => char.IsUpper(letter) ? $"{(i == 0 ? "" : "-")}{char.ToLowerInvariant(letter)}" : $"{letter}"));
}
