using System.CommandLine;
using System.Text.Json.Nodes;
using FastMf.Cli.Input;
using FastMf.Cli.Output;
using FastMf.Data;
using FastMf.Evaluation;
using FastMf.Model;

namespace FastMf.Cli.Commands;

/// <summary><c>fastmf evaluate</c>: how far a model's predictions lie from given ratings.</summary>
internal static class EvaluateCommand
{
    public static Command Create(Screen screen)
    {
        Argument<string> modelPath = CommonOptions.Model();
        Argument<string> path = CommonOptions.Ratings();
        Option<int> threads = CommonOptions.Threads();
        var input = new RatingInput();
        var output = new OutputOptions();
        var command = new Command(
            "evaluate",
            """
            Compare a model's predictions with the ratings of a file.

            Example:
              fastmf evaluate model.fmf test.csv
            """) { modelPath, path, threads };
        input.AddTo(command);
        output.AddTo(command);
        command.SetAction((parse, cancellation) =>
        {
            bool json = output.Apply(parse, screen);
            using MfModel model = MfModel.Load(parse.GetRequiredValue(modelPath));
            RatingMatrix ratings = input.Read(parse, screen, parse.GetRequiredValue(path), parse.GetValue(threads), cancellation);
            RatingErrors errors = RatingErrors.Of(model, ratings, parse.GetValue(threads), cancellation);
            if (json)
            {
                screen.Result(new JsonObject
                {
                    ["ratings"] = errors.Count,
                    ["unknown"] = errors.UnknownCount,
                    ["rmse"] = errors.Rmse,
                    ["mae"] = errors.Mae,
                    ["mse"] = errors.Mse,
                });
            }
            else
            {
                screen.Result($"RMSE {errors.Rmse:F4}, MAE {errors.Mae:F4} over {errors.Count:N0} ratings, {errors.UnknownCount:N0} of them with a user or item that the model does not know");
            }

            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }
}
