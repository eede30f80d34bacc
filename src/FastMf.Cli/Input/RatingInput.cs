using System.CommandLine;
using FastMf.Cli.Output;
using FastMf.Data;
using FastMf.Data.Reading;

namespace FastMf.Cli.Input;

/// <summary>The options of every command that reads a ratings file, and the reading.</summary>
internal sealed class RatingInput
{
    private readonly Option<RatingFormat> _format = new Option<RatingFormat>("--format")
    {
        Description = "The format of ratings files: auto, tab (u.data), doublecolon (.dat), csv, libmf; gzip is seen through.",
        DefaultValueFactory = _ => RatingFormat.Auto,
        HelpName = "FORMAT",
    }.OneOf();

    private readonly Option<IdChoice> _ids = new Option<IdChoice>("--ids")
    {
        Description = "What ids are: auto (decided by the first line), number, text.",
        DefaultValueFactory = _ => IdChoice.Auto,
        HelpName = "KIND",
    }.OneOf();

    private readonly Option<DuplicatePolicy> _duplicates = new Option<DuplicatePolicy>("--duplicates")
    {
        Description = "What becomes of several ratings of an item by a user: last, mean, sum, error.",
        DefaultValueFactory = _ => DuplicatePolicy.Last,
        HelpName = "POLICY",
    }.OneOf();

    private readonly Option<int> _skipBadLines = new Option<int>("--skip-bad-lines")
    {
        Description = "How many malformed lines to leave out and report instead of refusing the file.",
        HelpName = "N",
    }.From(0);

    public void AddTo(Command command)
    {
        command.Add(_format);
        command.Add(_ids);
        command.Add(_duplicates);
        command.Add(_skipBadLines);
    }

    /// <summary>Reads a file; bad lines that were left out go to the messages.</summary>
    public RatingMatrix Read(
        ParseResult parse, Screen screen, string path, int threads, CancellationToken cancellation, bool timestamps = false)
    {
        IdKind? ids = parse.GetValue(_ids) switch { IdChoice.Number => IdKind.Number, IdChoice.Text => IdKind.Text, _ => null };
        var options = new RatingReaderOptions
        {
            Format = parse.GetValue(_format),
            UserIds = ids,
            ItemIds = ids,
            Duplicates = parse.GetValue(_duplicates),
            SkipBadLines = parse.GetValue(_skipBadLines),
            ReadTimestamps = timestamps,
            Threads = threads,
        };
        RatingReadResult result = Read(path, options, cancellation);
        foreach (BadLine line in result.BadLines)
        {
            screen.Note($"{path}, line {line.LineNumber}: left out: {OptionNames.In(line.Reason)}. Line: \"{line.Text}\"");
        }

        if (HeaderCheck.IsSwapped(result.Header))
        {
            screen.Note(
                $"{path}: the header \"{result.Header}\" names the item first, but the first column is always read as the user. "
                + "If the header is right, swap the two columns.");
        }

        if (result.Ratings.DuplicateCount > 0)
        {
            screen.Note($"{path}: {result.Ratings.DuplicateCount} repeated ratings were merged (--duplicates).");
        }

        return result.Ratings;
    }

    private static RatingReadResult Read(string path, RatingReaderOptions options, CancellationToken cancellation)
    {
        try
        {
            return RatingReader.Read(path, options, cancellation);
        }
        catch (DuplicateRatingException failure)
        {
            // Ratings need not come from a file, so the library does not name one.
            throw new InvalidDataException($"{path}: {failure.Message} (--duplicates)", failure);
        }
    }
}

/// <summary>The values of --ids.</summary>
internal enum IdChoice
{
    /// <summary>Decided by the first line of the file.</summary>
    Auto,

    /// <summary>Integers.</summary>
    Number,

    /// <summary>Text.</summary>
    Text,
}
