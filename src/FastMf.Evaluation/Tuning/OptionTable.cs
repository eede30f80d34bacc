using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using FastMf.Training;

namespace FastMf.Evaluation.Tuning;

/// <summary>The settings among the properties of an options record, by name.</summary>
internal sealed class OptionTable
{
    private static readonly string[] NoSettings = ["Threads", "SimdLevel", "EarlyStopping"];

    private readonly Dictionary<string, PropertyInfo> _properties = [];

    private OptionTable(string algorithm, PropertyInfo[] properties)
    {
        Algorithm = algorithm;
        foreach (PropertyInfo property in properties)
        {
            if (property.CanWrite && !NoSettings.Contains(property.Name))
            {
                _properties.Add(Hyphenated(property.Name), property);
            }
        }
    }

    public static OptionTable Als { get; } = new("als", typeof(AlsOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance));

    public static OptionTable Sgd { get; } = new("sgd", typeof(SgdOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance));

    public static OptionTable Bpr { get; } = new("bpr", typeof(BprOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance));

    /// <summary>The name of the method.</summary>
    public string Algorithm { get; }

    public IEnumerable<string> Names => _properties.Keys;

    /// <summary>Sets a property of <paramref name="options"/>, which nobody else may hold yet, and returns them.</summary>
    public T Set<T>(T options, string name, string value)
        where T : class
    {
        PropertyInfo property = Find(name);
        property.SetValue(options, Parse(property.PropertyType, name, value));
        return options;
    }

    public string Get(object options, string name) => Text(Find(name).GetValue(options));

    public JsonNode? GetJson(object options, string name) => Find(name).GetValue(options) switch
    {
        null => null,
        bool value => JsonValue.Create(value),
        int value => JsonValue.Create(value),
        long value => JsonValue.Create(value),
        float value => JsonValue.Create(value),
        double value => JsonValue.Create(value),
        object value => JsonValue.Create(Text(value)),
    };

    private static string Text(object? value) => value switch
    {
        null => "",
        bool or Enum => value.ToString()!.ToLowerInvariant(),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private PropertyInfo Find(string name) => _properties.TryGetValue(name, out PropertyInfo? property)
        ? property
        : throw new ArgumentException($"{Algorithm} has no option '{name}'; its options are {string.Join(", ", Names)}.", nameof(name));

    private static object? Parse(Type type, string name, string value)
    {
        Type target = Nullable.GetUnderlyingType(type) ?? type;
        if (value.Length == 0 && target != type)
        {
            return null;
        }

        object? parsed = null;
        if (target.IsEnum)
        {
            // Enum.TryParse takes numbers for names.
            parsed = char.IsAsciiLetter(value.FirstOrDefault()) && Enum.TryParse(target, value, ignoreCase: true, out object? choice) ? choice : null;
        }
        else if (target == typeof(bool))
        {
            parsed = bool.TryParse(value, out bool flag) ? flag : null;
        }
        else if (target == typeof(int))
        {
            parsed = int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;
        }
        else if (target == typeof(long))
        {
            parsed = long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null;
        }
        else if (target == typeof(float))
        {
            parsed = float.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) && float.IsFinite(number) ? number : null;
        }
        else if (target == typeof(double))
        {
            parsed = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;
        }

        return parsed ?? throw new ArgumentException($"{name}: '{value}' is not a value of this option ({Expected(target)}).", nameof(value));
    }

    private static string Expected(Type type) => type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type)).ToLowerInvariant()}"
        : type == typeof(bool) ? "true or false"
        : type == typeof(int) || type == typeof(long) ? "a whole number"
        : "a finite number";

    private static string Hyphenated(string name) => string.Concat(
        name.Select((letter, i) => char.IsUpper(letter) ? $"{(i == 0 ? "" : "-")}{char.ToLowerInvariant(letter)}" : $"{letter}"));
}
