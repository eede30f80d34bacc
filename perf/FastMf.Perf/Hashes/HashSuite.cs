using FastMf.Data;
using FastMf.Evaluation.Generation;
using FastMf.Kernels;
using FastMf.Model;
using FastMf.TestCommon;

namespace FastMf.Perf.Hashes;

/// <summary>
/// The hashes of models of every kind at every SIMD level, against those in perf/hashes.txt: what a change of structure must leave as
/// it is, and what a change of the arithmetic must own up to.
/// </summary>
internal static class HashSuite
{
    /// <summary>One rank of one vector, of three, of four, of rows that are padded, and of eight, at 512 bits.</summary>
    private static readonly int[] Ranks = [16, 48, 64, 100, 128];

    /// <summary>0 when every hash is that of the file; with --update the file is written instead.</summary>
    public static int Run(string path, string[] arguments)
    {
        if (arguments is not [] and not ["--update"])
        {
            Console.Error.WriteLine("Usage: hashes [--update]");
            return 2;
        }

        List<string> lines = [.. Lines()];
        if (arguments.Length > 0)
        {
            File.WriteAllLines(path, lines);
            return 0;
        }

        string[] expected = File.ReadAllLines(path);
        string[] changed = [.. lines.Except(expected)];
        foreach (string line in changed)
        {
            Console.WriteLine($"changed: {line}");
        }

        string[] missing = [.. expected.Except(lines)];
        foreach (string line in missing)
        {
            Console.WriteLine($"was:     {line}");
        }

        Console.WriteLine($"{lines.Count - changed.Length} of {lines.Count} lines of hashes are those of {Path.GetFileName(path)}.");
        return changed.Length + missing.Length == 0 ? 0 : 1;
    }

    /// <summary>A line for each case and rank: the hash that the fused levels share (or one for each), and that without fusing.</summary>
    private static IEnumerable<string> Lines()
    {
        RatingMatrix stars = RatingGenerator.Generate(GeneratorOptions.MovieLens100K with { Seed = 1 }).Train;
        var shares = RatingMatrix.Create(
            stars.Users,
            stars.Items,
            Array.ConvertAll(RatingEntries.Of(stars.ByUser), rating => rating with { Value = rating.Value * 0.2f }));
        foreach (HashCase hashed in HashCases.All())
        {
            RatingMatrix ratings = hashed.Ratings == HashRatings.Shares ? shares : stars;
            foreach (int rank in Ranks)
            {
                string unfused = Hash(hashed, ratings, rank, SimdLevel.Vector128);
                SimdLevel[] levels = [SimdLevel.Vector128Fused, SimdLevel.Vector256, SimdLevel.Vector512];
                string fused = string.Join(' ', levels.Select(level => Hash(hashed, ratings, rank, level)).Distinct());
                yield return $"{hashed.Name}, rank {rank}: {fused}, without fused multiply-add {unfused}";
            }
        }
    }

    private static string Hash(HashCase hashed, RatingMatrix ratings, int rank, SimdLevel level)
    {
        using MfModel model = hashed.Create(rank, level).Train(ratings).Model;
        return model.ComputeHash()[..16];
    }
}
