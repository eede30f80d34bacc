using System.CommandLine;

namespace FastMf.Cli.Input;

/// <summary>Options and arguments that several commands share.</summary>
internal static class CommonOptions
{
    public static Argument<string> Ratings() =>
        NamedFile("RATINGS", "A ratings file: u.data, .dat, .csv or LIBMF triples; may be gzipped.");

    public static Argument<string> Model() => NamedFile("MODEL", "A model file that train has written.");

    public static Option<int> Threads() => new Option<int>("--threads", "-t")
    {
        Description = "Threads to use; 0 for one per processor. Results do not depend on it.",
        HelpName = "T",
    }.From(0, 1024);

    public static Option<long> Seed() => new Option<long>("--seed", "-s")
    {
        Description = "Decides everything random; the same seed gives the same result.",
        DefaultValueFactory = _ => 1,
        HelpName = "S",
    }.Whole();

    public static Option<int> Count() => new Option<int>("--count", "-n")
    {
        Description = "The length of the list.",
        DefaultValueFactory = _ => 10,
        HelpName = "N",
    }.From(1, 100_000);

    public static Option<string?> RatingsBesideTitles() => new("--ratings", "-r")
    {
        Description = "The ratings file beside which titles are looked for.",
        HelpName = "RATINGS",
    };

    public static Option<string?> Titles() => new("--titles")
    {
        Description = "movies.csv, movies.dat or u.item with the items' titles; otherwise looked for beside the ratings.",
        HelpName = "FILE",
    };

    private static Argument<string> NamedFile(string name, string description)
    {
        var argument = new Argument<string>(name) { Description = description };
        argument.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: "" }])
            {
                result.AddError($"{name}: the name is empty; give the name of a file.");
            }
        });
        return argument;
    }
}
