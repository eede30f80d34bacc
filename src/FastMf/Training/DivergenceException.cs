using System.Globalization;

namespace FastMf.Training;

/// <summary>Training has diverged: its error is no finite number any more. No model is made of it.</summary>
public sealed class DivergenceException : FastMfException
{
    internal DivergenceException(int epoch, string advice)
        : base(string.Create(CultureInfo.InvariantCulture, $"Training diverged in epoch {epoch}: the error is not finite. {advice}")) => Epoch = epoch;

    /// <summary>The epoch in which it happened, from 1.</summary>
    public int Epoch { get; }
}
