using System.Globalization;
using System.Text;
using FastMf.Data;
using FastMf.Data.Writing;
using FastMf.Evaluation.Generation;

namespace FastMf.Cli.Tests.Support;

/// <summary>
/// A folder of its own with small generated ratings: <c>ratings.csv</c> (MovieLens' columns) and <c>movies.csv</c>, the triples
/// <c>train.txt</c> and <c>test.txt</c>, and a model. Deleted at the end.
/// </summary>
public sealed class Sandbox : IDisposable
{
    public const int Users = 60;
    public const int Items = 50;
    public const int Ratings = 900;

    /// <summary>An item whose title has a comma, quotes and a letter beyond ASCII.</summary>
    public const string TitledItem = "260";

    public const string Title = "Star Wars, \"Épisode\" IV (1977)";

    private static readonly CompositeFormat TitleLine = CompositeFormat.Parse("{0},Film {0} [new],Drama\n");

    public Sandbox()
    {
        Folder = Directory.CreateTempSubdirectory("fastmf-tests-").FullName;
        GeneratedRatings generated = RatingGenerator.Generate(
            GeneratorOptions.MovieLens100K with { Users = Users, Items = Items, Ratings = Ratings, Seed = 3, TestFraction = 0.1 });
        RatingWriter.Write(generated.Train, Train);
        RatingWriter.Write(generated.Test!, Test);
        WriteCsv(generated.Train);
        WriteTitles();
    }

    public string Folder { get; }

    public string Csv => this["ratings.csv"];

    public string Train => this["train.txt"];

    public string Test => this["test.txt"];

    /// <summary>The path of a name in the folder.</summary>
    public string this[string name] => Path.Combine(Folder, name);

    /// <summary>Trains a small model on the csv file and returns its path.</summary>
    public string TrainModel(string name = "model.fmf")
    {
        ToolRun.Success("train", Csv, "--rank", "4", "--epochs", "3", "--output", this[name]);
        return this[name];
    }

    /// <summary>Writes a file of the given text, as UTF-8, and returns its path.</summary>
    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllBytes(this[name], content);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Ids are from 1, but for the two items that the examples of the manual name.</summary>
    private static string ItemId(int item) => item switch
    {
        Items - 2 => TitledItem,
        Items - 1 => "1196",
        _ => (item + 1).ToString(CultureInfo.InvariantCulture),
    };

    private void WriteCsv(RatingMatrix ratings)
    {
        var text = new StringBuilder("userId,movieId,rating,timestamp\n");
        for (int user = 0; user < Users; user++)
        {
            RatingRow row = ratings.ByUser.Row(user);
            for (int i = 0; i < row.Count; i++)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{user + 1},{ItemId(row.Indexes[i])},{row.Values[i]},{1000000 + (user * 7919 + i * 104729) % 100000}\n");
            }
        }

        Write("ratings.csv", text.ToString());
    }

    private void WriteTitles()
    {
        var text = new StringBuilder("movieId,title,genres\n");
        for (int item = 1; item < Items - 2; item++)
        {
            text.AppendFormat(CultureInfo.InvariantCulture, TitleLine, ItemId(item));
        }

        text.Append("1,Toy Story (1995),Comedy\n1196,\"Empire Strikes Back, The\",Drama\n");
        text.Append(CultureInfo.InvariantCulture, $"{TitledItem},\"{Title.Replace("\"", "\"\"", StringComparison.Ordinal)}\",Drama\n");
        Write("movies.csv", text.ToString());
    }
}
