using static System.FormattableString;

namespace FastMf.Training;

/// <summary>The finite numbers from a minimum, or above it, to a maximum.</summary>
internal readonly record struct OptionRange(double Minimum, double Maximum = double.PositiveInfinity, bool IsAboveMinimum = false)
{
    /// <summary>"from 1 to 3", "a finite number, 0 or more" or "a finite number above 0".</summary>
    public override string ToString() => IsAboveMinimum ? Invariant($"a finite number above {Minimum}")
        : double.IsFinite(Maximum) ? Invariant($"from {Minimum} to {Maximum}")
        : Invariant($"a finite number, {Minimum} or more");

    public bool Contains(double value) =>
        double.IsFinite(value) && value <= Maximum && (IsAboveMinimum ? value > Minimum : value >= Minimum);

    /// <exception cref="ArgumentOutOfRangeException">The value is outside; the message names the option and what is allowed.</exception>
    public void Check(double value, string name)
    {
        if (!Contains(value))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {this}.");
        }
    }
}
