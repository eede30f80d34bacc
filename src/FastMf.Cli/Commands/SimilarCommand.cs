using System.CommandLine;
using FastMf.Cli.Input;
using FastMf.Cli.Output;
using FastMf.Model;
using FastMf.Recommending;

namespace FastMf.Cli.Commands;

/// <summary><c>fastmf similar</c>: the items most like an item.</summary>
internal static class SimilarCommand
{
    public static Command Create(Screen screen)
    {
        Argument<string> modelPath = CommonOptions.Model();
        Option<string> item = new("--item", "-i")
        {
            Description = "The item's id or, when titles are known, its title or the beginning of it.",
            HelpName = "ITEM",
            Required = true,
        };
        Option<int> count = CommonOptions.Count();
        Option<string?> ratings = CommonOptions.RatingsBesideTitles();
        Option<string?> titles = CommonOptions.Titles();
        var output = new OutputOptions();
        var command = new Command(
            "similar",
            """
            List the items most similar to an item, by the cosine of their factors.

            Example:
              fastmf similar model.fmf --item "Toy Story (1995)" --titles movies.csv
            """) { modelPath, item, count, ratings, titles };
        output.AddTo(command);
        command.SetAction((parse, _) =>
        {
            bool json = output.Apply(parse, screen);
            using MfModel model = MfModel.Load(parse.GetRequiredValue(modelPath));
            Titles names = Titles.Find(parse.GetValue(titles), parse.GetValue(ratings));
            string asked = parse.GetRequiredValue(item);
            if (!model.TryGetItem(asked, out ItemIndex index) && !model.TryGetItem(names.FindId(asked), out index))
            {
                screen.Error(
                    $"The model does not know an item '{asked}'. Give an id from the ratings it was trained on, "
                    + "or --titles FILE and a title that fits one item.");
                return Task.FromResult(ExitCode.Failure);
            }

            string id = model.Items.GetId(index.Value);
            screen.Note($"Items similar to {id} {names.Of(id)}".TrimEnd());
            var list = new ScoredItem[parse.GetValue(count)];
            using var recommender = new Recommender(model);
            int found = recommender.SimilarItems(index, list).Count;
            ItemList.Print(screen, json, model, names, list.AsSpan(0, found), "cosine");
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }
}
