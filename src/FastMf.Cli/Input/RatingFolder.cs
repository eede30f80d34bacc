namespace FastMf.Cli.Input;

/// <summary>Finds the ratings in the folder of a MovieLens set.</summary>
internal static class RatingFolder
{
    private static readonly string[] KnownNames = ["u.data", "ratings.dat", "ratings.csv", "u.data.gz", "ratings.dat.gz", "ratings.csv.gz"];

    /// <summary>The path itself when it is no folder, otherwise that of the ratings in it.</summary>
    /// <exception cref="IOException">The folder holds no ratings under a known name.</exception>
    public static string File(string path) => !Directory.Exists(path)
        ? path
        : KnownNames.Select(name => Path.Combine(path, name)).FirstOrDefault(System.IO.File.Exists)
            ?? throw new IOException($"{path}: the folder holds none of {string.Join(", ", KnownNames)}; name the ratings file.");
}
