using FastMf.Data;
using FastMf.Testing.References;
using FastMf.Training;

namespace FastMf.Testing.Checks;

/// <summary>The claim of alternating least squares: the objective that training reports is the true one, and never rises.</summary>
public static class ObjectiveCheck
{
    private const string LawName = "The objective never rises";

    /// <summary>
    /// Compares every epoch's reported loss with the one before it, and the model's objective, computed in double precision by its
    /// definition, with the loss of the epoch that the model is from.
    /// </summary>
    /// <param name="train">The ratings that were learned from.</param>
    /// <param name="result">What training gave.</param>
    /// <param name="relativeRise">By how much of itself the loss may rise: the rounding of float arithmetic near the minimum.</param>
    /// <param name="relativeError">By how much of itself the reported loss may differ from the objective.</param>
    /// <exception cref="LawBrokenException">The objective rose, or was not the one reported.</exception>
    public static void NeverRises(RatingMatrix train, TrainingResult result, double relativeRise = 1e-4, double relativeError = 1e-3)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(result);
        for (int i = 1; i < result.Epochs.Count; i++)
        {
            double before = result.Epochs[i - 1].Loss;
            double after = result.Epochs[i].Loss;
            Law.Require(
                after <= before + relativeRise * (1 + before),
                LawName,
                $"it was {before} after epoch {i} and {after} after epoch {i + 1}.");
        }

        double objective = NaiveObjective.Of(train, NaiveBiasedModel.Of(result.Model), result.Model.Info.Objective);
        double reported = result.Epochs[result.BestEpoch - 1].Loss;
        Law.Require(
            Math.Abs(objective - reported) <= relativeError * (1 + objective),
            LawName,
            $"training reported {reported} for the model of epoch {result.BestEpoch}, whose objective is {objective}.");
    }
}
