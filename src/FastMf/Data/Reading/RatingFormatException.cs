namespace FastMf.Data.Reading;

/// <summary>
/// A ratings file cannot be read: a line is malformed, or the file as a whole is missing, empty, damaged or of another kind. The
/// message names the file, the line and its text, and says what to do.
/// </summary>
public sealed class RatingFormatException : FastMfException
{
    private RatingFormatException(string message, string filePath, long lineNumber, string lineText, Exception? cause)
        : base(message, cause)
    {
        FilePath = filePath;
        LineNumber = lineNumber;
        LineText = lineText;
    }

    /// <summary>The path of the file, or the name that was given for the stream.</summary>
    public string FilePath { get; }

    /// <summary>The number of the malformed line, from 1; 0 when the whole file is meant.</summary>
    public long LineNumber { get; }

    /// <summary>The text of the malformed line, as in <see cref="BadLine.Text"/>; empty when the whole file is meant.</summary>
    public string LineText { get; }

    internal static RatingFormatException ForFile(string filePath, string problem, Exception? cause = null) =>
        new($"{filePath}: {problem}", filePath, 0, "", cause);

    /// <param name="filePath">The file.</param>
    /// <param name="line">The first bad line that is one too many.</param>
    /// <param name="tolerated">How many bad lines before it were tolerated.</param>
    internal static RatingFormatException ForLine(string filePath, BadLine line, int tolerated)
    {
        string advice = tolerated == 0
            ? "Correct the line, or allow a limited number of such lines to be left out (SkipBadLines)."
            : $"This is one bad line more than the {tolerated} allowed (SkipBadLines).";
        string message = $"{filePath}, line {line.LineNumber}: {line.Reason}. Line: \"{line.Text}\". {advice}";
        return new(message, filePath, line.LineNumber, line.Text, null);
    }
}
