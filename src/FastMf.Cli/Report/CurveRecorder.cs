using FastMf.Data;
using FastMf.Evaluation;
using FastMf.Evaluation.Tuning;
using FastMf.Model;
using FastMf.Training;

namespace FastMf.Cli.Report;

/// <summary>
/// Measures errors after 1, 2, 5, 10 and so on epochs and the last, while training goes on, and passes its reports along.
/// </summary>
internal sealed class CurveRecorder(
    IProgress<EpochReport>? next, RatingMatrix train, RatingMatrix? test, int epochs, int threads) : ICheckpointReceiver
{
    private readonly List<CurvePoint> _points = [];

    public IReadOnlyList<CurvePoint> Points => _points;

    public bool IsCheckpoint(int epoch)
    {
        int digit = epoch;
        while (digit % 10 == 0)
        {
            digit /= 10;
        }

        return epoch == epochs || digit is 1 or 2 or 5;
    }

    public void Receive(int epoch, MfModel model)
    {
        using (model)
        {
            RatingErrors none = new(0, 0, 0, 0);
            _points.Add(new CurvePoint(
                epoch,
                RatingErrors.OfAny(model, train, threads: threads),
                test is null ? none : RatingErrors.OfAny(model, test, threads: threads)));
        }
    }

    public void Report(EpochReport value) => next?.Report(value);
}
