namespace FastMf.Training;

/// <summary>Ends training when the validation error has not fallen for some epochs; the model is then that of the best epoch.</summary>
/// <param name="Patience">Epochs without improvement that are tolerated, 1 or more.</param>
/// <param name="MinimumImprovement">
/// What the validation RMSE must fall by to count as improved, in the unit of the ratings; 0 or more.
/// </param>
public sealed record EarlyStopping(int Patience = 3, double MinimumImprovement = 0)
{
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    internal void Validate()
    {
        new OptionRange(1, int.MaxValue).Check(Patience, nameof(Patience));
        new OptionRange(0).Check(MinimumImprovement, nameof(MinimumImprovement));
    }
}
