using FastMf.Testing;
using FastMf.Testing.Cases;
using FsCheck.Xunit;
using Xunit.Sdk;

namespace FastMf.TestProperties;

/// <summary>
/// A property of one <see cref="SeededCase"/>: drawn and shrunk by <see cref="CaseArbitraries"/>, replayed by the one line that its failure
/// prints, and run more often where <see cref="PropertyCheck.FactorVariable"/> says so.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("FastMf.TestProperties.SeededPropertyDiscoverer", "FastMf.TestProperties")]
public sealed class SeededPropertyAttribute : PropertyAttribute
{
    private int _runs;

    public SeededPropertyAttribute()
    {
        Arbitrary = [typeof(CaseArbitraries)];
        QuietOnSuccess = true;
        Runs = 100;
    }

    /// <summary>The number of cases, before it is multiplied.</summary>
    public int Runs
    {
        get => _runs;
        set
        {
            _runs = value;
            MaxTest = PropertyCheck.RunsOf(value);
        }
    }
}
