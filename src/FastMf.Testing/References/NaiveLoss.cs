using FastMf.Kernels.Sgd;

namespace FastMf.Testing.References;

/// <summary>The losses of a rating and their derivatives, one line for each: what a kernel of a loss is tested against.</summary>
public static class NaiveLoss
{
    /// <summary>The losses whose descent single arithmetic operations give, so that its bits are known: all but the logistic one.</summary>
    public static IReadOnlyList<SgdLoss> Exact { get; } = [.. Enum.GetValues<SgdLoss>().Where(loss => loss != SgdLoss.Logistic)];

    /// <summary>The loss, in double precision.</summary>
    /// <param name="loss">Which.</param>
    /// <param name="value">The rating; 0 to 1 for the logistic loss.</param>
    /// <param name="score">The score; log-odds for the logistic loss.</param>
    /// <param name="limit">c of the Huber and the absolute loss, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="loss"/> is not defined.</exception>
    public static double Of(SgdLoss loss, double value, double score, double limit)
    {
        double e = Math.Abs(value - score);
        return loss switch
        {
            SgdLoss.Squared => e * e,
            SgdLoss.Huber => e <= limit ? e * e : limit * (2 * e - limit),
            SgdLoss.Absolute => 2 * limit * e,
            SgdLoss.Logistic => 2 * (Math.Log(1 + Math.Exp(-Math.Abs(score))) + Math.Max(score, 0) - value * score),
            _ => throw new ArgumentOutOfRangeException(nameof(loss), loss, "Choose a defined loss."),
        };
    }

    /// <summary>Minus half the derivative of one of the <see cref="Exact"/> losses by the score.</summary>
    /// <param name="loss">Which.</param>
    /// <param name="error">The rating less the score.</param>
    /// <param name="limit">c of the Huber and the absolute loss, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="loss"/> is none of them.</exception>
    public static float Descent(SgdLoss loss, float error, float limit) => loss switch
    {
        SgdLoss.Squared => error,
        SgdLoss.Huber => Math.Clamp(error, -limit, limit),
        SgdLoss.Absolute => Math.Sign(error) * limit,
        _ => throw new ArgumentOutOfRangeException(nameof(loss), loss, "Choose a loss whose bits are known; see NaiveLoss.Exact."),
    };
}
