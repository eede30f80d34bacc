using System.CommandLine;
using FastMf.Cli.Input;
using FastMf.Data;
using FastMf.Data.Splitting;
using FastMf.Evaluation.Tuning;

namespace FastMf.Cli.Commands;

/// <summary>The options of commands that compare trainers by cross-validation.</summary>
/// <param name="withResults">Whether the command can go on from a results file.</param>
internal sealed class FoldOptions(bool withResults = true)
{
    private readonly Option<int> _folds = new Option<int>("--folds")
    {
        Description = "The number of parts; each is tested on once, with the others trained on.",
        DefaultValueFactory = _ => 5,
        HelpName = "K",
    }.From(2, RatingFolds.MaximumCount);

    private readonly Option<ScoreKind> _score = new Option<ScoreKind>("--score")
    {
        Description = "What to compare by: rmse or mae (less is better); "
            + "ndcg, precision, recall, map, mrr, hitrate or auc (more is better).",
        DefaultValueFactory = _ => ScoreKind.Rmse,
        HelpName = "SCORE",
    }.OneOf();

    private readonly ListOptions _lists = new();

    private readonly Option<string?> _results = new("--results")
    {
        Description = "Add every finished training to this file, and do not repeat what it holds from a run that was interrupted.",
        HelpName = "FILE",
    };

    public void AddTo(Command command)
    {
        command.Add(_folds);
        command.Add(_score);
        _lists.AddTo(command);
        if (withResults)
        {
            command.Add(_results);
        }
    }

    public string? ResultsFile(ParseResult parse) => withResults ? parse.GetValue(_results) : null;

    public RatingFolds Split(ParseResult parse, RatingMatrix ratings, long seed)
    {
        int count = parse.GetValue(_folds);
        return count <= ratings.Count
            ? new RatingFolds(ratings, count, seed)
            : throw new InvalidDataException($"{ratings.Count} ratings cannot be divided into {count} folds (--folds).");
    }

    public TuningOptions Read(ParseResult parse, int threads) => new()
    {
        Score = parse.GetValue(_score),
        Ranking = _lists.Read(parse),
        ResultsFile = ResultsFile(parse),
        Threads = threads,
    };
}
