using System.CommandLine;
using FastMf.Cli.Input;
using FastMf.Cli.Output;
using FastMf.Data;
using FastMf.Model;
using FastMf.Recommending;

namespace FastMf.Cli.Commands;

/// <summary><c>fastmf recommend</c>: the best items for a user.</summary>
internal static class RecommendCommand
{
    public static Command Create(Screen screen)
    {
        Argument<string> modelPath = CommonOptions.Model();
        Option<string> user = new("--user", "-u") { Description = "The user's id.", HelpName = "ID", Required = true };
        Option<string?> ratings = new("--ratings", "-r")
        {
            Description = "The ratings file; what the user has rated in it is left out of the list.",
            HelpName = "RATINGS",
        };
        Option<int> count = CommonOptions.Count();
        Option<float?> above = new Option<float?>("--above")
        {
            Description = "Recommend only items whose score is above X.",
            HelpName = "X",
        }.Finite();
        Option<bool> includeRated = new("--include-rated") { Description = "Recommend items that the user has rated, too." };
        Option<UnknownUserPolicy> unknown = new Option<UnknownUserPolicy>("--unknown-user")
        {
            Description = "What a user gets whom the model does not know: mostpopular, or foldin from his ratings in --ratings.",
            DefaultValueFactory = _ => UnknownUserPolicy.MostPopular,
            HelpName = "POLICY",
        }.OneOf();
        Option<string?> titles = CommonOptions.Titles();
        Option<int> threads = CommonOptions.Threads();
        var input = new RatingInput();
        var output = new OutputOptions();
        var command = new Command(
            "recommend",
            """
            Recommend items to a user.

            Example:
              fastmf recommend model.fmf --user 1 --ratings ratings.csv --count 10
            """) { modelPath, user, ratings, count, above, includeRated, unknown, titles, threads };
        input.AddTo(command);
        output.AddTo(command);
        command.SetAction((parse, cancellation) =>
        {
            bool json = output.Apply(parse, screen);
            if (parse.GetValue(unknown) == UnknownUserPolicy.FoldIn && parse.GetValue(ratings) is null)
            {
                throw new ArgumentException("--unknown-user foldin needs --ratings RATINGS, a file with the user's ratings.");
            }

            using MfModel model = MfModel.Load(parse.GetRequiredValue(modelPath));
            string? ratingsPath = parse.GetValue(ratings);
            RatingMatrix? rated = ratingsPath is null
                ? null
                : input.Read(parse, screen, ratingsPath, parse.GetValue(threads), cancellation);
            if (rated is null)
            {
                screen.Note("Items that the user has rated may be among these; give --ratings RATINGS to leave them out.");
            }

            string userId = parse.GetRequiredValue(user);
            var list = new ScoredItem[parse.GetValue(count)];
            using var recommender = new Recommender(model, rated);
            var filter = new RecommendationFilter { Threshold = parse.GetValue(above), IncludeRated = parse.GetValue(includeRated) };
            (int found, RecommendationBasis basis, _) = recommender.Recommend(userId, list, filter, parse.GetValue(unknown));
            if (basis != RecommendationBasis.TrainedFactors)
            {
                screen.Note(OfUnknown(userId, basis, parse.GetValue(unknown), ratingsPath));
            }

            ItemList.Print(
                screen, json, model, Titles.Find(parse.GetValue(titles), ratingsPath), list.AsSpan(0, found), "score", basis.ToString());
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static string OfUnknown(string userId, RecommendationBasis basis, UnknownUserPolicy policy, string? ratingsPath)
    {
        string noRatings = policy == UnknownUserPolicy.FoldIn ? $" and {ratingsPath} has no ratings of his" : "";
        return basis == RecommendationBasis.Popularity
            ? $"The model does not know user '{userId}'{noRatings}; these are the most popular items."
            : $"The model does not know user '{userId}'; his factors were computed from his ratings in {ratingsPath}.";
    }
}
