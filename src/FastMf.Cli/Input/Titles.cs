using System.Text;

namespace FastMf.Cli.Input;

/// <summary>Titles of items by their ids, from the files that MovieLens sets bring along.</summary>
internal sealed class Titles
{
    private static readonly string[] KnownNames = ["movies.csv", "movies.dat", "u.item"];

    private readonly Dictionary<string, string> _titles = new(StringComparer.Ordinal);

    private Titles()
    {
    }

    public static Titles None { get; } = new();

    /// <summary>The titles in <paramref name="path"/>, or in a known file beside the ratings, or none.</summary>
    public static Titles Find(string? path, string? ratingsPath)
    {
        if (path is not null)
        {
            return LoadNamed(path);
        }

        string? folder = ratingsPath is null ? null : Path.GetDirectoryName(Path.GetFullPath(ratingsPath));
        string? beside = folder is null ? null : KnownNames.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        return beside is null ? None : Load(beside);
    }

    public bool IsEmpty => _titles.Count == 0;

    /// <summary>The heading of a table's last column; none when no titles are known.</summary>
    public string[] TitleColumn() => IsEmpty ? [] : ["title"];

    /// <summary>An item's cell in that column.</summary>
    public string[] TitleCell(string id) => IsEmpty ? [] : [Of(id)];

    /// <summary>The title of an item, or its id.</summary>
    public string NameOf(string id) => Of(id) is { Length: > 0 } title ? title : id;

    /// <summary>The title of an item, or an empty text.</summary>
    public string Of(string id) => _titles.GetValueOrDefault(id, "");

    /// <summary>The id of the one item whose title is <paramref name="title"/> or begins with it, in any case; else null.</summary>
    public string? FindId(string title)
    {
        string[] exact =
        [
            .. _titles.Where(entry => entry.Value.Equals(title, StringComparison.OrdinalIgnoreCase)).Select(entry => entry.Key),
        ];
        string[] found = exact.Length > 0
            ? exact
            : [.. _titles.Where(entry => entry.Value.StartsWith(title, StringComparison.OrdinalIgnoreCase)).Select(entry => entry.Key)];
        return found.Length == 1 ? found[0] : null;
    }

    private static Titles LoadNamed(string path)
    {
        if (!File.Exists(path))
        {
            string problem = Directory.Exists(path) ? "this is a folder; name the file in it" : "there is no such file; correct the path";
            throw new IOException($"--titles {path}: {problem}.");
        }

        Titles titles = Load(path);
        return titles.IsEmpty
            ? throw new IOException(
                $"--titles {path}: the file holds no titles. It has to be like MovieLens' movies.csv, movies.dat or u.item, "
                + "and be called .csv, .dat or otherwise accordingly.")
            : titles;
    }

    private static Titles Load(string path)
    {
        bool isCsv = Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase);

        // The old sets' u.item and .dat files are Latin-1.
        using var text = new StreamReader(path, isCsv ? Encoding.UTF8 : Encoding.Latin1);
        var titles = new Titles();
        if (isCsv)
        {
            titles.AddCsv(text);
        }
        else
        {
            titles.AddSeparated(text, Path.GetExtension(path).Equals(".dat", StringComparison.OrdinalIgnoreCase) ? "::" : "|");
        }

        return titles;
    }

    private void AddCsv(TextReader text)
    {
        foreach (string[] fields in CsvRecords.Read(text).Skip(1))
        {
            if (fields.Length >= 2)
            {
                _titles[fields[0]] = fields[1];
            }
        }
    }

    private void AddSeparated(TextReader text, string separator)
    {
        while (text.ReadLine() is { } line)
        {
            string[] fields = line.Split(separator);
            if (fields.Length >= 2)
            {
                _titles[fields[0]] = fields[1];
            }
        }
    }
}
