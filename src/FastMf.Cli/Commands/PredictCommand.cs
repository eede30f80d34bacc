using System.CommandLine;
using System.Text.Json.Nodes;
using FastMf.Cli.Input;
using FastMf.Cli.Output;
using FastMf.Model;
using Spectre.Console;

namespace FastMf.Cli.Commands;

/// <summary><c>fastmf predict</c>: the predicted ratings of items by a user.</summary>
internal static class PredictCommand
{
    public static Command Create(Screen screen)
    {
        Argument<string> modelPath = CommonOptions.Model();
        Option<string> user = new("--user", "-u") { Description = "The user's id.", HelpName = "ID", Required = true };
        Option<string[]> items = new("--item", "-i")
        {
            Description = "An item's id; may be given several times.",
            HelpName = "ID",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string?> ratings = CommonOptions.RatingsBesideTitles();
        Option<string?> titles = CommonOptions.Titles();
        var output = new OutputOptions();
        var command = new Command(
            "predict",
            """
            Predict a user's ratings of items.

            Example:
              fastmf predict model.fmf --user 1 --item 260 1196
            """) { modelPath, user, items, ratings, titles };
        output.AddTo(command);
        command.SetAction((parse, _) =>
        {
            bool json = output.Apply(parse, screen);
            using MfModel model = MfModel.Load(parse.GetRequiredValue(modelPath));
            string userId = parse.GetRequiredValue(user);
            Titles names = Titles.Find(parse.GetValue(titles), parse.GetValue(ratings));
            Table table = Tables.Create(["item", ">prediction", "basis", .. names.TitleColumn()]);
            foreach (string itemId in parse.GetRequiredValue(items))
            {
                Prediction prediction = model.Predict(userId, itemId);
                table.AddTextRow([itemId, $"{prediction.Value:F4}", Describe(prediction.Basis), .. names.TitleCell(itemId)]);
                if (json)
                {
                    screen.Result(new JsonObject
                    {
                        ["user"] = userId,
                        ["item"] = itemId,
                        ["prediction"] = prediction.Value,
                        ["basis"] = prediction.Basis.ToString(),
                        ["title"] = names.Of(itemId),
                    });
                }
            }

            if (!json)
            {
                screen.Result(table);
            }

            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static string Describe(PredictionBasis basis) => basis switch
    {
        PredictionBasis.Known => "user and item known",
        PredictionBasis.UnknownUser => "user unknown: mean + item bias",
        PredictionBasis.UnknownItem => "item unknown: mean + user bias",
        _ => "both unknown: mean",
    };
}
