using Xunit;

namespace FastMf.Testing.Tests;

/// <summary>
/// Sets the variables that every property of the process reads, and gives them back: nothing may run beside a test that does.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class PropertyVariables : IDisposable
{
    public const string Name = "Variables of properties";

    private static readonly string[] Variables = [PropertyCheck.ReplayVariable, PropertyCheck.FactorVariable];

    private readonly string?[] _saved = Array.ConvertAll(Variables, Environment.GetEnvironmentVariable);

    public PropertyVariables(string? replay = null, string? factor = null)
    {
        Environment.SetEnvironmentVariable(PropertyCheck.ReplayVariable, replay);
        Environment.SetEnvironmentVariable(PropertyCheck.FactorVariable, factor);
    }

    public void Dispose()
    {
        for (int i = 0; i < Variables.Length; i++)
        {
            Environment.SetEnvironmentVariable(Variables[i], _saved[i]);
        }
    }
}
