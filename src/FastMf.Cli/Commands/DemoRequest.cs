using FastMf.Evaluation.Generation;

namespace FastMf.Cli.Commands;

/// <summary>What <c>fastmf demo</c> was asked for.</summary>
internal sealed record DemoRequest
{
    public GeneratorOptions Shape { get; init; } = GeneratorOptions.MovieLens1M;

    public long Seed { get; init; } = 1;

    public int Threads { get; init; }
}
