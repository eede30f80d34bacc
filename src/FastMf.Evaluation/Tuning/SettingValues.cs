using System.Globalization;
using FastMf.Numerics;

namespace FastMf.Evaluation.Tuning;

/// <summary>The values that a search tries for a setting: a list, or a range that random search draws from.</summary>
public sealed class SettingValues
{
    private readonly double _low;
    private readonly double _high;
    private readonly bool _isLogarithmic;
    private readonly bool _isWhole;

    private SettingValues(string name, IReadOnlyList<string> list) => (Name, List) = (name, list);

    private SettingValues(string name, double low, double high, bool isLogarithmic, bool isWhole)
        : this(name, []) => (_low, _high, _isLogarithmic, _isWhole) = (low, high, isLogarithmic, isWhole);

    /// <summary>The setting's name.</summary>
    public string Name { get; }

    /// <summary>The values of a list; empty for a range.</summary>
    public IReadOnlyList<string> List { get; }

    /// <summary>
    /// Reads <c>name=v1,v2,...</c>, a list; <c>name=low..high</c>, a range of equally likely numbers, whole ones when both ends are; or
    /// <c>name=low..high:log</c>, a range of numbers whose logarithms are equally likely.
    /// </summary>
    /// <exception cref="ArgumentException">The text is none of these.</exception>
    public static SettingValues Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0 || equals == text.Length - 1)
        {
            throw Malformed(text);
        }

        string name = text[..equals];
        string values = text[(equals + 1)..];
        return values.Contains("..", StringComparison.Ordinal) ? ParseRange(text, name, values) : ParseList(text, name, values);
    }

    /// <summary>A value of the list, or a number of the range, as likely as any other.</summary>
    internal string Draw(SeededRandom random)
    {
        if (List.Count > 0)
        {
            return List[random.NextInt32(List.Count)];
        }

        double place = random.NextDouble();
        double value = _isLogarithmic
            ? _low * PortableMath.Pow(_high / _low, place)
            : _isWhole ? _low + Math.Floor(place * (_high - _low + 1)) : _low + place * (_high - _low);
        value = _isWhole ? Math.Clamp(Math.Round(value), _low, _high) : value;

        // Six digits: more say nothing, and make tables unreadable.
        return _isWhole ? ((long)value).ToString(CultureInfo.InvariantCulture) : value.ToString("G6", CultureInfo.InvariantCulture);
    }

    private static SettingValues ParseRange(string text, string name, string values)
    {
        bool isLogarithmic = values.EndsWith(":log", StringComparison.Ordinal);
        string[] ends = (isLogarithmic ? values[..^4] : values).Split("..");
        bool isWhole = ends.All(end => long.TryParse(end, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _));
        if (ends.Length != 2
            || !double.TryParse(ends[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double low)
            || !double.TryParse(ends[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double high)
            || !(low < high) || !double.IsFinite(high - low) || (isLogarithmic && low <= 0))
        {
            throw Malformed(text);
        }

        return new SettingValues(name, low, high, isLogarithmic, isWhole);
    }

    private static SettingValues ParseList(string text, string name, string values)
    {
        string[] list = values.Split(',', StringSplitOptions.TrimEntries);
        return list.Contains("") ? throw Malformed(text) : new SettingValues(name, [.. list.Distinct()]);
    }

    private static ArgumentException Malformed(string text) => new(
        $"'{text}' names no values to try; write name=v1,v2,... or, for random search, name=low..high or name=low..high:log "
        + "with low below high, and above 0 for :log.",
        nameof(text));
}
