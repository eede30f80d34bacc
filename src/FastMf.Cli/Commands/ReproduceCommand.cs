using System.CommandLine;
using FastMf.Cli.Input;
using FastMf.Cli.Output;
using FastMf.Cli.Report;
using FastMf.Cli.Reproductions;
using FastMf.Data;

namespace FastMf.Cli.Commands;

/// <summary><c>fastmf reproduce</c>: the recipes of three articles, with their figures beside ours.</summary>
internal static class ReproduceCommand
{
    public static Command Create(Screen screen) => new(
        "reproduce",
        """
        Run the recipe of an article and show its figures beside ours.

        Exit code 4 when a figure is outside its tolerance.
        Example:
          fastmf reproduce auyeung
        """)
    {
        CreateAuYeung(screen),
        CreateJohnson(screen),
        CreateRosenthal(screen),
    };

    private static Command CreateAuYeung(Screen screen)
    {
        Option<long> seed = CommonOptions.Seed();
        var report = new ReportOption();
        var output = new OutputOptions();
        var command = new Command("auyeung", "Au Yeung 2017: SGD on a matrix of 5 users and 4 items, which is built in.") { seed };
        report.AddTo(command);
        output.AddTo(command);
        command.SetAction((parse, _) =>
        {
            bool json = output.Apply(parse, screen);
            report.Check(parse);
            Reproduction outcome = AuYeungReproduction.Run(parse.GetValue(seed));
            report.Save(parse, screen, () => Reports.OfReproduction(outcome, null, Titles.None));
            return Task.FromResult(ReproductionOutput.Show(screen, json, outcome, Titles.None));
        });
        return command;
    }

    private static Command CreateJohnson(Screen screen)
    {
        Argument<string> path = CommonOptions.Ratings();
        Option<long> seed = CommonOptions.Seed();
        Option<int> threads = CommonOptions.Threads();
        var input = new RatingInput();
        var report = new ReportOption();
        var output = new OutputOptions();
        var command = new Command(
            "johnson", "Johnson 2018: ALS from scratch against Spark's by NDCG@20; the figures are those of ml-latest-small, 2016.")
        { path, seed, threads };
        input.AddTo(command);
        report.AddTo(command);
        output.AddTo(command);
        command.SetAction((parse, cancellation) =>
        {
            bool json = output.Apply(parse, screen);
            string file = RatingFolder.File(parse.GetRequiredValue(path));
            report.Check(parse, file);
            RatingMatrix ratings = input.Read(parse, screen, file, parse.GetValue(threads), cancellation);
            Reproduction outcome = JohnsonReproduction.Run(
                ratings, parse.GetValue(seed), parse.GetValue(threads), new Notes(screen), cancellation);
            report.Save(parse, screen, () => Reports.OfReproduction(outcome, ratings, Titles.None));
            return Task.FromResult(ReproductionOutput.Show(screen, json, outcome, Titles.None));
        });
        return command;
    }

    private static Command CreateRosenthal(Screen screen)
    {
        Argument<string> path = CommonOptions.Ratings();
        Option<bool> slip = new("--with-slip")
        {
            Description = "Repeat the slip of the first edition: all test items are drawn from what the first user has rated.",
        };
        Option<bool> brief = new("--without-grids") { Description = "Learning curves only, in seconds; the grids take minutes." };
        Option<long> seed = CommonOptions.Seed();
        Option<int> threads = CommonOptions.Threads();
        var input = new RatingInput();
        var report = new ReportOption();
        var output = new OutputOptions();
        var command = new Command(
            "rosenthal", "Rosenthal 2016: learning curves and grids of ALS and SGD; the figures are those of ml-100k.")
        { path, slip, brief, seed, threads };
        input.AddTo(command);
        report.AddTo(command);
        output.AddTo(command);
        command.SetAction((parse, cancellation) =>
        {
            bool json = output.Apply(parse, screen);
            string file = RatingFolder.File(parse.GetRequiredValue(path));
            report.Check(parse, file);
            RatingMatrix ratings = input.Read(parse, screen, file, parse.GetValue(threads), cancellation);
            var options = new RosenthalOptions
            {
                WithSlip = parse.GetValue(slip),
                WithoutGrids = parse.GetValue(brief),
                Seed = parse.GetValue(seed),
                Threads = parse.GetValue(threads),
            };
            Reproduction outcome = RosenthalReproduction.Run(ratings, options, new Notes(screen), cancellation);
            Titles titles = Titles.Find(null, file);
            report.Save(parse, screen, () => Reports.OfReproduction(outcome, ratings, titles));
            return Task.FromResult(ReproductionOutput.Show(screen, json, outcome, titles));
        });
        return command;
    }

    private sealed class Notes(Screen screen) : IProgress<string>
    {
        private readonly Lock _guard = new();

        public void Report(string value)
        {
            lock (_guard)
            {
                screen.Note(value);
            }
        }
    }
}
