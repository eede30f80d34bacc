using System.CommandLine;
using FastMf.Cli.Input;
using FastMf.Evaluation.Ranking;

namespace FastMf.Cli.Commands;

/// <summary>The options of commands that measure rankings.</summary>
internal sealed class ListOptions
{
    private readonly Option<int> _length = new Option<int>("--length")
    {
        Description = "The length of the lists that rankings are measured by.",
        DefaultValueFactory = _ => 10,
        HelpName = "N",
    }.From(1, 100_000);

    private readonly Option<float?> _relevantFrom = new Option<float?>("--relevant-from")
    {
        Description = "The lowest rating that makes an item relevant in a ranking. Default: all.",
        HelpName = "X",
    }.Finite();

    private readonly Option<GainKind> _gain = new Option<GainKind>("--gain")
    {
        Description = "What relevance gains in NDCG: linear or exponential.",
        HelpName = "GAIN",
    }.OneOf();

    public void AddTo(Command command)
    {
        command.Add(_length);
        command.Add(_relevantFrom);
        command.Add(_gain);
    }

    public RankingOptions Read(ParseResult parse) => new()
    {
        Length = parse.GetValue(_length),
        RelevantFrom = parse.GetValue(_relevantFrom) ?? float.NegativeInfinity,
        Gain = parse.GetValue(_gain),
    };
}
