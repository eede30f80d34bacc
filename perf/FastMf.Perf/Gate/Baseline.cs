using System.Text.Json;

namespace FastMf.Perf.Gate;

/// <summary>What the gate compares with: the speeds of each case on one machine, and how much they vary there.</summary>
/// <param name="Reason">Why it was written.</param>
/// <param name="Processor">Where it was measured.</param>
/// <param name="Level">The vector width of the kernels there: ratios of another width say nothing.</param>
/// <param name="Cases">The cases by name.</param>
internal sealed record Baseline(string Reason, string Processor, string Level, SortedDictionary<string, BaselineCase> Cases)
{
    private static readonly JsonSerializerOptions Format =
        new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static Baseline Load(string path) => JsonSerializer.Deserialize<Baseline>(File.ReadAllText(path), Format)!;

    public void Save(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, Format) + "\n");
}
