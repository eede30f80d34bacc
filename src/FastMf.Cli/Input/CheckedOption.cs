using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace FastMf.Cli.Input;

/// <summary>
/// Options whose values are checked while the command line is parsed: a mistake is told, with the option and the value, before any
/// file is read.
/// </summary>
internal static class CheckedOption
{
    public static Option<int?> From(this Option<int?> option, int minimum, int maximum = int.MaxValue)
    {
        option.CustomParser = result => WholeNumber(result, minimum, maximum);
        return option;
    }

    public static Option<int> From(this Option<int> option, int minimum, int maximum = int.MaxValue)
    {
        option.CustomParser = result => WholeNumber(result, minimum, maximum);
        return option;
    }

    public static Option<long> Whole(this Option<long> option)
    {
        option.CustomParser = result => Parse<long>(result, _ => true, "a whole number of at most 64 bits is needed");
        return option;
    }

    public static Option<double?> Fraction(this Option<double?> option)
    {
        option.CustomParser = result => Parse<double>(
            result, value => value is > 0 and < 1, "a number above 0 and below 1 is needed, such as 0.1");
        return option;
    }

    public static Option<float?> Finite(this Option<float?> option)
    {
        option.CustomParser = result => Parse<float>(result, float.IsFinite, "a finite number is needed");
        return option;
    }

    public static Option<T> OneOf<T>(this Option<T> option)
        where T : struct, Enum
    {
        option.CustomParser = Choice<T>;
        return option;
    }

    private static int WholeNumber(ArgumentResult result, int minimum, int maximum) => Parse<int>(
        result,
        value => value >= minimum && value <= maximum,
        maximum == int.MaxValue ? $"a whole number, {minimum} or more, is needed"
            : $"a whole number from {minimum} to {maximum} is needed");

    private static T Choice<T>(ArgumentResult result)
        where T : struct, Enum
    {
        string text = result.Tokens[^1].Value;
        foreach (T value in Enum.GetValues<T>())
        {
            if (value.ToString().Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return Refuse<T>(result, $"choose one of {string.Join(", ", Enum.GetNames<T>().Select(name => name.ToLowerInvariant()))}");
    }

    private static T Parse<T>(ArgumentResult result, Func<T, bool> isValid, string requirement)
        where T : struct, IParsable<T> =>
        T.TryParse(result.Tokens[^1].Value, CultureInfo.InvariantCulture, out T value) && isValid(value)
            ? value
            : Refuse<T>(result, requirement);

    private static T Refuse<T>(ArgumentResult result, string requirement)
        where T : struct
    {
        string name = result.Parent is OptionResult option ? option.Option.Name : result.Argument.Name;
        result.AddError($"{name} {result.Tokens[^1].Value}: {requirement}.");
        return default;
    }
}
