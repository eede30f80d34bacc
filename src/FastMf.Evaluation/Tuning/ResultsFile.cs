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
/// each training, appended when it ends. A line without its end, which an interruption may leave, is dropped. Safe for several threads.
/// </summary>
internal sealed class ResultsFile
{
    private readonly Lock _guard = new();
    private readonly string? _path;
    private readonly string _head;
    private readonly Dictionary<string, FoldScore> _scores = [];
    private long _length;
    private int _completed;

    /// <summary>Opens the results for a search, and reads what an earlier run of the same search has left.</summary>
    /// <exception cref="InvalidDataException">The file is of another search, or is no file of results.</exception>
    public ResultsFile(string? path, RatingFolds folds, TuningOptions options)
    {
        _path = path;
        _head = Head(folds, options).ToJsonString();
        if (path is not null && File.Exists(path))
        {
            Read(path, File.ReadAllBytes(path), folds.Count);
        }
    }

    /// <summary>The outcome of a training that has been done already.</summary>
    public FoldScore? Find(TrainerSettings settings, int fold)
    {
        lock (_guard)
        {
            return _scores.GetValueOrDefault(Key(settings, fold));
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
                _scores[Key(settings, score.Fold)] = score;
                Append(settings, score);
            }

            then(++_completed);
        }
    }

    private void Append(TrainerSettings settings, FoldScore score)
    {
        if (_path is null)
        {
            return;
        }

        string line = new JsonObject
        {
            ["settings"] = settings.ToJson(),
            ["fold"] = score.Fold,
            ["rmse"] = score.Rmse,
            ["mae"] = score.Mae,
            ["score"] = score.Score,
            ["failure"] = score.Failure,
        }.ToJsonString();
        byte[] bytes = Encoding.UTF8.GetBytes(_length == 0 ? $"{_head}\n{line}\n" : $"{line}\n");
        using FileStream file = new(
            _path, _length == 0 ? FileMode.Create : FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 0);

        // Whatever stands behind the lines that are whole was torn off.
        file.SetLength(_length);
        file.Position = _length;
        file.Write(bytes);
        _length += bytes.Length;
    }

    private void Read(string path, ReadOnlySpan<byte> content, int folds)
    {
        int end = content.LastIndexOf((byte)'\n');
        string[] lines = end < 0 ? [] : Encoding.UTF8.GetString(content[..end]).Split('\n');
        bool isOfThisSearch = lines.Length > 0
            ? lines[0].TrimEnd('\r') == _head
            : Encoding.UTF8.GetBytes(_head).AsSpan().StartsWith(content);
        if (!isOfThisSearch)
        {
            throw new InvalidDataException(
                $"{path}: these are results for other ratings, folds or scores. Give another file, or delete this one.");
        }

        for (int number = 1; number < lines.Length; number++)
        {
            try
            {
                (TrainerSettings settings, FoldScore score) = Parse(lines[number], folds);
                _scores[Key(settings, score.Fold)] = score;
            }
            catch (Exception failure) when (failure is JsonException or ArgumentException or FormatException)
            {
                throw new InvalidDataException(
                    $"{path}, line {number + 1}: this is no line of results. Give another file, or delete this one.", failure);
            }
        }

        _length = end + 1;
    }

    private static (TrainerSettings Settings, FoldScore Score) Parse(string line, int folds)
    {
        if (JsonNode.Parse(line) is not JsonObject json || json["settings"] is not JsonObject settings
            || json["fold"] is not JsonValue fold || !fold.TryGetValue(out int number) || number < 0 || number >= folds)
        {
            throw new FormatException("A line of results has settings and the number of a fold.");
        }

        var score = new FoldScore(number, Number(json, "rmse"), Number(json, "mae"), Number(json, "score"), Text(json, "failure"));
        return (score.Score is null) == (score.Failure is null)
            ? throw new FormatException("A line of results has either a score or a failure.")
            : (TrainerSettings.FromJson(settings), score);
    }

    private static double? Number(JsonObject json, string key) => json[key] is not { } node ? null
        : node is JsonValue value && value.TryGetValue(out double number) ? number
        : throw new FormatException($"{key} is no number.");

    private static string? Text(JsonObject json, string key) => json[key] is not { } node ? null
        : node is JsonValue value && value.TryGetValue(out string? text) ? text
        : throw new FormatException($"{key} is no text.");

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

    /// <summary>Earlier versions may have named settings otherwise, or in another order: they are compared as written now.</summary>
    private static string Key(TrainerSettings settings, int fold) => $"{fold} {settings.ToJson().ToJsonString()}";
}
