namespace FastMf.Training;

/// <summary>Ends training when the validation error has not fallen for some epochs; the model is then that of the best epoch.</summary>
/// <param name="Patience">Epochs without improvement that are tolerated, 1 or more.</param>
/// <param name="MinimumImprovement">What the validation RMSE must fall by to count as improved, in the unit of the ratings; 0 or more.</param>
public sealed record EarlyStopping(int Patience = 3, double MinimumImprovement = 0)
{
    internal void Validate()
    {
        OptionCheck.Range(Patience, 1, int.MaxValue, nameof(Patience));
        OptionCheck.NotNegative((float)MinimumImprovement, nameof(MinimumImprovement));
    }
}
