using System.Globalization;

namespace FastMf.Training;

/// <summary>
/// Training has diverged: its error is no finite number any more, or factors have grown so large that scores need not be. No model is
/// made of it.
/// </summary>
public sealed class DivergenceException : FastMfException
{
    internal DivergenceException(int epoch, string advice, string sign = "the error is not finite")
        : base(string.Create(CultureInfo.InvariantCulture, $"Training diverged in epoch {epoch}: {sign}. {advice}")) => Epoch = epoch;

    /// <summary>The epoch in which it happened, from 1.</summary>
    public int Epoch { get; }
}
