using System.CommandLine;

namespace FastMf.Cli.Input;

/// <summary>Options and arguments that several commands share.</summary>
internal static class CommonOptions
{
    public static Argument<string> Ratings() => new("RATINGS") { Description = "A ratings file: u.data, .dat, .csv or LIBMF triples; may be gzipped." };

    public static Argument<string> Model() => new("MODEL") { Description = "A model file that train has written." };

    public static Option<int> Threads() => new("--threads", "-t")
    {
        Description = "Threads to use; 0 for one per processor. Results do not depend on it.",
        HelpName = "T",
    };

    public static Option<long> Seed() => new("--seed", "-s")
    {
        Description = "Decides everything random; the same seed gives the same result.",
        DefaultValueFactory = _ => 1,
        HelpName = "S",
    };

    public static Option<int> Count() => new("--count", "-n")
    {
        Description = "The length of the list.",
        DefaultValueFactory = _ => 10,
        HelpName = "N",
    };

    public static Option<string?> Titles() => new("--titles")
    {
        Description = "movies.csv, movies.dat or u.item with the items' titles; otherwise looked for beside the ratings.",
        HelpName = "FILE",
    };
}
