using System.Diagnostics;

namespace FastMf.Kernels.Tests.Tensors;

/// <summary>
/// What docs/kernels.md says of TensorPrimitives: which functions give the same bits at every vector width and which do not.
/// </summary>
public class TensorPrimitivesTests
{
    /// <summary>Variables that a process starts with, from the widest vectors to none.</summary>
    private static readonly string[] Levels = ["", "DOTNET_EnableAVX512", "DOTNET_EnableAVX2", "DOTNET_EnableHWIntrinsic"];

    private static readonly Lazy<Dictionary<string, string>[]> Bits = new(() => [.. Levels.Select(Run)]);

    public static TheoryData<string> Elementwise => [.. TensorBits.NamesOfElementwise];

    public static TheoryData<string> Others => [.. TensorBits.NamesOfOthers];

    [Theory, MemberData(nameof(Elementwise))]
    public void Has_the_same_bits_at_every_width(string function) =>
        Assert.Single(Bits.Value.Select(bits => bits[function]).Distinct());

    [WideVectorsTheory, MemberData(nameof(Others))]
    public void Has_other_bits_at_some_width(string function) =>
        Assert.NotEqual(1, Bits.Value.Select(bits => bits[function]).Distinct().Count());

    private static Dictionary<string, string> Run(string disabled)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(TensorBits).Assembly.Location]) { RedirectStandardOutput = true };
        foreach (string level in Levels.Where(level => level.Length > 0))
        {
            start.Environment.Remove(level);
        }

        if (disabled.Length > 0)
        {
            start.Environment[disabled] = "0";
        }

        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split(' '))
            .ToDictionary(words => words[0], words => words[1]);
    }
}
