using System.Text.RegularExpressions;
using FastMf.Training;

namespace FastMf.Cli.Input;

/// <summary>Says what the library says in the words of the command line.</summary>
internal static partial class OptionNames
{
    private static readonly (string Library, string Tool)[] Names =
    [
        ("(SkipBadLines)", "(--skip-bad-lines N)"),
        ("(Format)", "(--format)"),
        (": UserIds = Text)", ": --ids text)"),
        (": ItemIds = Text)", ": --ids text)"),
        (": ReadTimestamps)", ": --test-newest or --test-latest)"),
        ("MfModel.Save has", "fastmf train --output has"),
    ];

    /// <summary>The option for a property or parameter of the library: TestFraction is --test-fraction.</summary>
    public static string Of(string? parameter) =>
        "--" + (TrainerKind.All.SelectMany(kind => kind.Options).FirstOrDefault(option => option.PropertyName == parameter)?.Name
            ?? UpperCase().Replace(parameter ?? "", match => (match.Index == 0 ? "" : "-") + match.Value.ToLowerInvariant()));

    /// <summary>
    /// A message of the library with the tool's options for its names, and without what .NET adds about the parameter of a method, which
    /// may also be part of a message that quotes another.
    /// </summary>
    public static string In(string message) => Names.Aggregate(
        ParameterName().Replace(message, ""), (text, name) => text.Replace(name.Library, name.Tool, StringComparison.Ordinal));

    [GeneratedRegex(@" \(Parameter '\w*'\)(\r?\nActual value was .*)?")]
    private static partial Regex ParameterName();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex UpperCase();
}
