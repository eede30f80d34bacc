namespace FastMf.Kernels.Tests;

/// <summary>Every vector width, for theories: all of them run on every machine, emulated where the processor lacks one.</summary>
public sealed class SimdLevels : TheoryData<SimdLevel>
{
    public SimdLevels() => AddRange(Enum.GetValues<SimdLevel>());
}
