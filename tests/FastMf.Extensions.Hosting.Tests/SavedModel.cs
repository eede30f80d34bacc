using FastMf.Data;
using FastMf.Data.Writing;
using FastMf.Evaluation.Generation;
using FastMf.Model;
using FastMf.Training;

namespace FastMf.Extensions.Hosting.Tests;

/// <summary>A trained model under a name in a folder of its own, and the ratings it was trained on.</summary>
internal sealed class SavedModel : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fastmf-").FullName;

    public SavedModel()
    {
        var shape = new GeneratorOptions { Users = 200, Items = 100, Ratings = 6000, MinimumRatingsPerUser = 5 };
        Ratings = RatingGenerator.Generate(shape).Train;
        Train(seed: 1);
    }

    public RatingMatrix Ratings { get; }

    public string Path => System.IO.Path.Combine(_folder, "model.fastmf");

    public string RatingsPath => System.IO.Path.Combine(_folder, "ratings.csv");

    public string HashOfFile()
    {
        using MfModel model = MfModel.Load(Path);
        return model.ComputeHash();
    }

    /// <summary>Replaces the file by a model of another seed.</summary>
    public void Train(long seed)
    {
        using MfModel model = new AlsTrainer(new AlsOptions { Rank = 4, Epochs = 2, Seed = seed }).Train(Ratings).Model;
        model.Save(Path);
    }

    /// <summary>Replaces the file by one that is no model.</summary>
    public void Damage()
    {
        File.WriteAllText(Path + ".new", "no model");
        File.Move(Path + ".new", Path, overwrite: true);
    }

    public void WriteRatings() => RatingWriter.Write(Ratings, RatingsPath);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
