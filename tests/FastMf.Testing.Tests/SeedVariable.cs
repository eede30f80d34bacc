using Xunit;

namespace FastMf.Testing.Tests;

/// <summary>Tests that set the replay variable, which every property of the process reads: nothing may run beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SeedVariable
{
    public const string Name = "Replay variable";
}
