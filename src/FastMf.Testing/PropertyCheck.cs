using System.Globalization;
using FastMf.Testing.Cases;
using FsCheck;
using FsCheck.Fluent;

namespace FastMf.Testing;

/// <summary>
/// Runs a property for many drawn cases, without a test framework, and shrinks one that fails. With xunit and FsCheck.Xunit a
/// <c>[Property]</c> that registers <see cref="CaseArbitraries"/> does the same.
/// </summary>
public static class PropertyCheck
{
    /// <summary>The environment variable that makes every property run once, for the case it holds.</summary>
    public const string ReplayVariable = "FASTMF_PROPERTY_REPLAY";

    /// <summary>The environment variable that multiplies the number of cases of every property.</summary>
    public const string FactorVariable = "FASTMF_PROPERTY_FACTOR";

    /// <summary>The case to replay, or null.</summary>
    internal static string? Replay => Environment.GetEnvironmentVariable(ReplayVariable) is { Length: > 0 } replay ? replay : null;

    /// <summary>Runs <paramref name="property"/> for <paramref name="runs"/> drawn cases; it fails by throwing.</summary>
    /// <typeparam name="TCase">The kind of case.</typeparam>
    /// <param name="property">The claim; it must depend on the case alone.</param>
    /// <param name="runs">At least 1; <see cref="RunsOf"/> says how many it becomes.</param>
    /// <exception cref="PropertyFailedException">The property failed; the message holds the smallest case that fails.</exception>
    public static void Run<TCase>(Action<TCase> property, int runs = 100)
        where TCase : SeededCase
    {
        ArgumentNullException.ThrowIfNull(property);
        PropertyFailedException? failure = null;
        try
        {
            Check.One(Config.QuickThrowOnFailure.WithMaxTest(RunsOf(runs)), Prop.ForAll(CaseArbitraries.Of<TCase>(), drawn =>
            {
                try
                {
                    property(drawn);
                }
                catch (Exception reason)
                {
                    // The last case that fails is the one that nothing smaller fails for.
                    failure = new PropertyFailedException(
                        $"The property fails for {drawn}. Replay it with {ReplayVariable}={drawn}. {reason.Message}", reason);
                    throw;
                }
            }));
        }
        catch (Exception) when (failure is not null)
        {
            throw failure;
        }
    }

    /// <summary>How many cases a property is checked for: times <see cref="FactorVariable"/>, and one where a case is replayed.</summary>
    /// <param name="runs">The number without any of the variables, at least 1.</param>
    /// <exception cref="InvalidOperationException">The factor is no positive integer, or so large that the product is none.</exception>
    public static int RunsOf(int runs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(runs, 1);
        if (Replay is not null)
        {
            return 1;
        }

        string? factor = Environment.GetEnvironmentVariable(FactorVariable);
        if (string.IsNullOrEmpty(factor))
        {
            return runs;
        }

        bool isInteger = int.TryParse(factor, NumberStyles.None, CultureInfo.InvariantCulture, out int times);
        return isInteger && times >= 1 && times <= int.MaxValue / runs
            ? times * runs
            : throw new InvalidOperationException(
                $"{FactorVariable} is '{factor}'; it must be an integer from 1 to {int.MaxValue / runs}.");
    }
}
