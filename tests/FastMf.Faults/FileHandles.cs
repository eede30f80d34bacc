using FastMf.Data.Reading;
using FastMf.Model;

namespace FastMf.Faults;

/// <summary>Opens files until the system gives no more handles, and then reads and saves.</summary>
internal static class FileHandles
{
    public static IEnumerable<string> Outcomes(string model, string ratings, string target)
    {
        // Everything that the runtime loads lazily is loaded while there are handles for it.
        using MfModel loaded = Use(model, ratings, target);
        var held = new List<FileStream>();
        var outcomes = new List<string>();
        try
        {
            while (true)
            {
                held.Add(File.OpenRead(model));
            }
        }
        catch (IOException)
        {
            outcomes.Add(Outcome.Of(() => MfModel.Load(model).Dispose()));
            outcomes.Add(Outcome.Of(() => RatingReader.Read(ratings)));
            outcomes.Add(Outcome.Of(() => loaded.Save(target)));
        }

        held.ForEach(stream => stream.Dispose());
        outcomes.Add(Outcome.Of(() => Use(model, ratings, target).Dispose()));
        return outcomes;
    }

    private static MfModel Use(string model, string ratings, string target)
    {
        RatingReader.Read(ratings);
        MfModel loaded = MfModel.Load(model);
        loaded.Save(target);
        return loaded;
    }
}
