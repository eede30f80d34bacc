using FastMf.Training;
using Spectre.Console;

namespace FastMf.Cli.Output;

/// <summary>Shows training as it goes: a progress bar on a terminal, a line for each epoch otherwise, nothing when quiet.</summary>
internal static class TrainingProgress
{
    /// <summary>Runs <paramref name="train"/> with a receiver for its reports.</summary>
    public static TrainingResult Show(Screen screen, string name, int epochs, Func<IProgress<EpochReport>?, TrainingResult> train)
    {
        if (screen.Quiet)
        {
            return train(null);
        }

        if (!screen.IsInteractive)
        {
            return train(new Receiver(report => screen.Note($"{name} epoch {report.Epoch}/{report.Epochs}  {Describe(report)}")));
        }

        return screen.MessageConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask bar = context.AddTask(name, maxValue: epochs);
                TrainingResult result = train(new Receiver(report =>
                {
                    bar.Description = $"{name}  {Describe(report)}".EscapeMarkup();
                    bar.Value = report.Epoch;
                }));
                bar.StopTask();
                return result;
            });
    }

    private static string Describe(EpochReport report)
    {
        string validation = report.ValidationRmse is { } rmse ? $"  validation RMSE {rmse:F4}" : "";
        return $"loss {report.Loss:G6}  train RMSE {report.TrainRmse:F4}{validation}  {report.RatingsPerSecond / 1e6:F1} M ratings/s";
    }

    private sealed class Receiver(Action<EpochReport> receive) : IProgress<EpochReport>
    {
        public void Report(EpochReport value) => receive(value);
    }
}
