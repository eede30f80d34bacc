namespace FastMf.Training;

/// <summary>
/// Declares a property of a <see cref="TrainerOptions"/> record as an option: everything that <see cref="TrainerOption"/> tells about it,
/// the check of its range included, comes from here.
/// </summary>
/// <param name="help">What it is, beginning in lower case and without a full stop; choices and defaults are added to it.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OptionAttribute(string help) : Attribute
{
    public string Help { get; } = help;

    /// <summary>The name; null for that of the property, in lower case with hyphens.</summary>
    public string? Name { get; init; }

    /// <summary>A name that the option had in files of earlier versions.</summary>
    public string? FormerName { get; init; }

    /// <summary>A letter that a command line may name it by.</summary>
    public string? ShortName { get; init; }

    /// <summary>What stands for the value in a help text.</summary>
    public string ValueName { get; init; } = "VALUE";

    public double Minimum { get; init; } = double.NegativeInfinity;

    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <summary>Whether the minimum itself is refused.</summary>
    public bool IsAboveMinimum { get; init; }

    /// <summary>Whether it sets other options and holds no value of its own.</summary>
    public bool IsShorthand { get; init; }
}
