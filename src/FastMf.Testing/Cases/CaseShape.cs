using System.Globalization;
using System.Reflection;
using FsCheck;
using FsCheck.Fluent;

namespace FastMf.Testing.Cases;

/// <summary>The parameters of a kind of case: how it is drawn, shrunk, written and read.</summary>
internal sealed class CaseShape
{
    private readonly ConstructorInfo _constructor;
    private readonly Parameter[] _parameters;

    public CaseShape(Type type)
    {
        _constructor = type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)
            ?? throw new ArgumentException($"The case {type} has no public constructor.");
        _parameters = [.. _constructor.GetParameters().Select(parameter => Parameter.Of(type, parameter))];
    }

    public Gen<SeededCase> Draw() => Gen.CollectToArray(_parameters, parameter => parameter.Draw()).Select(Create);

    /// <summary>Every case that is smaller in one parameter, the smallest of each first.</summary>
    public IEnumerable<SeededCase> Smaller(SeededCase drawn)
    {
        int[] numbers = [.. _parameters.Select(parameter => parameter.NumberOf(drawn))];
        for (int i = 0; i < numbers.Length; i++)
        {
            foreach (int smaller in _parameters[i].Smaller(numbers[i]))
            {
                int[] shrunk = [.. numbers];
                shrunk[i] = smaller;
                yield return Create(shrunk);
            }
        }
    }

    public string Text(SeededCase drawn) =>
        string.Join(',', _parameters.Select(parameter => FormattableString.Invariant($"{parameter.Name}={parameter.ValueOf(drawn)}")));

    /// <exception cref="FormatException">The text is not that of a case of this kind.</exception>
    public SeededCase Parse(string text)
    {
        Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);
        foreach (string assignment in text.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] parts = assignment.Split('=', 2, StringSplitOptions.TrimEntries);
            values[parts[0]] = parts[^1];
        }

        if (!values.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(_parameters.Select(parameter => parameter.Name)))
        {
            throw new FormatException(
                $"{PropertyCheck.ReplayVariable} is '{text}', which is no {_constructor.DeclaringType!.Name}; that has "
                + $"{string.Join(", ", _parameters.Select(parameter => parameter.Name))}.");
        }

        return Create([.. _parameters.Select(parameter => parameter.Parse(values[parameter.Name]))]);
    }

    private SeededCase Create(int[] numbers) =>
        (SeededCase)_constructor.Invoke([.. _parameters.Zip(numbers, (parameter, number) => parameter.Value(number))]);

    /// <summary>
    /// A parameter as an integer in a range: the value itself, or the place among the values of an enumeration or of a Boolean.
    /// </summary>
    private sealed record Parameter(PropertyInfo Property, int Minimum, int Maximum, int Usually, bool Shrinks, object[]? Choices)
    {
        public string Name => Property.Name;

        public static Parameter Of(Type type, ParameterInfo parameter)
        {
            PropertyInfo property = type.GetProperty(parameter.Name ?? "")
                ?? throw new ArgumentException($"The case {type} has no property {parameter.Name}.");
            if (parameter.Name == nameof(SeededCase.Seed))
            {
                return new Parameter(property, 0, int.MaxValue, int.MaxValue, Shrinks: false, Choices: null);
            }

            if (parameter.GetCustomAttribute<BetweenAttribute>() is { } range && parameter.ParameterType == typeof(int))
            {
                return new Parameter(property, range.Minimum, range.Maximum, range.Usually, Shrinks: true, Choices: null);
            }

            object[] choices = parameter.ParameterType == typeof(bool) ? [false, true]
                : parameter.ParameterType.IsEnum ? [.. Enum.GetValues(parameter.ParameterType).Cast<object>().Distinct()]
                : throw new ArgumentException($"{type.Name}.{parameter.Name} is no integer with a range, no enumeration and no Boolean.");
            return new Parameter(property, 0, choices.Length - 1, choices.Length - 1, Shrinks: true, choices);
        }

        public Gen<int> Draw() => Usually == Maximum
            ? Gen.Choose(Minimum, Maximum)
            : Gen.Choose(0, 2).SelectMany(third => Gen.Choose(Minimum, third == 0 ? Maximum : Usually));

        /// <summary>Nearer to zero, or to the end of the range that is nearest to it: first that number, then ever less far.</summary>
        public IEnumerable<int> Smaller(int number)
        {
            for (long step = Shrinks ? (long)number - Math.Clamp(0, Minimum, Maximum) : 0; step != 0; step /= 2)
            {
                yield return (int)(number - step);
            }
        }

        public object Value(int number) => Choices is null ? number : Choices[number];

        public object ValueOf(SeededCase drawn) => Property.GetValue(drawn)!;

        public int NumberOf(SeededCase drawn) => Choices is null ? (int)ValueOf(drawn) : Array.IndexOf(Choices, ValueOf(drawn));

        public int Parse(string text)
        {
            int number = 0;
            if (Choices is not null)
            {
                number = Array.FindIndex(Choices, choice => string.Equals(choice.ToString(), text, StringComparison.OrdinalIgnoreCase));
            }

            bool isNumber = Choices is not null || int.TryParse(text, CultureInfo.InvariantCulture, out number);
            return isNumber && number >= Minimum && number <= Maximum
                ? number
                : throw new FormatException($"{PropertyCheck.ReplayVariable} has {Name}={text}, which is not among its values.");
        }
    }
}
