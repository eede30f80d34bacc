using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FastMf.Data;
using FastMf.Data.Splitting;

namespace FastMf.Evaluation.Tuning;

/// <summary>
/// The trainings that a search has done, in memory and, if wanted, in a file: a line of JSON that says what was searched, then one for
/// each training. The file is replaced as a whole each time, so that no interruption leaves half a line. Safe for several threads.
/// </summary>
internal sealed class ResultsFile
{
    private readonly Lock _guard = new();
    private readonly string? _path;
    private readonly Dictionary<string, FoldScore> _scores = [];
    private readonly List<string> _lines = [];
    private int _completed;

    /// <summary>Opens the results for a search, and reads what an earlier run of the same search has left.</summary>
    /// <exception cref="InvalidDataException">The file is of another search, or is no file of results.</exception>
    public ResultsFile(string? path, RatingFolds folds, TuningOptions options)
    {
        _path = path;
        string head = Head(folds, options).ToJsonString();
        _lines.Add(head);
        if (path is null || !File.Exists(path))
        {
            return;
        }

        string[] lines = File.ReadAllLines(path);
        if (lines.Length > 0 && lines[0] != head)
        {
            throw new InvalidDataException(
                $"{path}: these are results for other ratings, folds or scores. Give another file, or delete this one.");
        }

        for (int number = 1; number < lines.Length; number++)
        {
            Add(path, number + 1, lines[number]);
        }
    }

    /// <summary>The outcome of a training that has been done already.</summary>
    public FoldScore? Find(TrainerSettings settings, int fold)
    {
        lock (_guard)
        {
            return _scores.GetValueOrDefault(Key(settings.ToJson().ToJsonString(), fold));
        }
    }

    /// <summary>
    /// Adds a training's outcome, unless it is one that was found here, and calls <paramref name="then"/>, never on two threads at once,
    /// with the number of outcomes that this search has come to.
    /// </summary>
    public void Complete(TrainerSettings settings, FoldScore score, bool isKnown, Action<int> then)
    {
        lock (_guard)
        {
            if (!isKnown)
            {
                Add(settings, score);
            }

            then(++_completed);
        }
    }

    private void Add(TrainerSettings settings, FoldScore score)
    {
        var line = new JsonObject
        {
            ["settings"] = settings.ToJson(),
            ["fold"] = score.Fold,
            ["rmse"] = score.Rmse,
            ["mae"] = score.Mae,
            ["score"] = score.Score,
            ["failure"] = score.Failure,
        };
        _scores[Key(line["settings"]!.ToJsonString(), score.Fold)] = score;
        _lines.Add(line.ToJsonString());
        if (_path is not null)
        {
            AtomicFile.Write(_path, stream => stream.Write(Encoding.UTF8.GetBytes(string.Join('\n', _lines) + "\n")));
        }
    }

    private static JsonObject Head(RatingFolds folds, TuningOptions options) => new()
    {
        ["ratings"] = Fingerprint(folds.Ratings),
        ["folds"] = folds.Count,
        ["seed"] = folds.Seed,
        ["score"] = options.Score.ToString(),
        ["length"] = options.Ranking.Length,
        ["gain"] = options.Ranking.Gain.ToString(),
        ["relevantFrom"] = options.Ranking.RelevantFrom.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>SHA-256 over the matrix; ids do not enter, as nothing measured depends on them.</summary>
    private static string Fingerprint(RatingMatrix ratings)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(ratings.ByUser.Offsets));
        hash.AppendData(MemoryMarshal.AsBytes(ratings.ByUser.Indexes));
        hash.AppendData(MemoryMarshal.AsBytes(ratings.ByUser.Values));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Key(string settings, int fold) => $"{fold} {settings}";

    private void Add(string path, int number, string line)
    {
        try
        {
            JsonNode json = JsonNode.Parse(line)!;
            var score = new FoldScore(
                json["fold"]!.GetValue<int>(),
                json["rmse"]?.GetValue<double>(),
                json["mae"]?.GetValue<double>(),
                json["score"]?.GetValue<double>(),
                json["failure"]?.GetValue<string>());
            _scores[Key(json["settings"]!.ToJsonString(), score.Fold)] = score;
            _lines.Add(line);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or NullReferenceException or FormatException)
        {
            throw new InvalidDataException($"{path}, line {number}: this is no line of results. Give another file, or delete this one.", failure);
        }
    }
}
