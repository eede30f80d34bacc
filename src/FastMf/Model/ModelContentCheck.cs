using System.Globalization;
using FastMf.Model.Persistence;

namespace FastMf.Model;

/// <summary>
/// Checks what a model is made of when it comes from elsewhere; the parameter names are those of <see cref="MfModel.Create"/>.
/// </summary>
internal static class ModelContentCheck
{
    public static void Ranks(FactorMatrix userFactors, FactorMatrix itemFactors) => Require(
        userFactors.Rank == itemFactors.Rank,
        nameof(itemFactors),
        $"The items have rank {itemFactors.Rank} and the users rank {userFactors.Rank}; both need the same.");

    public static void Description(ModelInfo info, PredictionKind predicts, int ratings, float mean)
    {
        RowObjective objective = info.Objective;
        RowRegularization regularization = objective.Regularization;
        Require(
            Enum.IsDefined(predicts),
            nameof(predicts),
            $"There is no prediction {predicts}; it is one of {string.Join(", ", Enum.GetNames<PredictionKind>())}.");
        Require(
            info.Algorithm is { Length: > 0 and <= ModelHead.AlgorithmLength } && info.Algorithm.All(letter => letter is > ' ' and <= '~'),
            nameof(info),
            $"The algorithm's name '{info.Algorithm}' must be 1 to {ModelHead.AlgorithmLength} characters of ASCII without blanks.");
        Require(
            info.RatingCount == ratings, nameof(info), $"The description speaks of {info.RatingCount} ratings, and there are {ratings}.");
        Require(info.Epochs >= 0, nameof(info), $"There cannot have been {info.Epochs} epochs.");
        Require(
            Enum.IsDefined(objective.Kind) && Enum.IsDefined(objective.Confidence) && IsWeight(objective.Alpha)
            && IsWeight(regularization.Factors) && IsWeight(regularization.Exponent)
            && IsWeight(regularization.Bias) && IsWeight(regularization.BiasExponent),
            nameof(info),
            $"The objective {objective} must be of a kind that there is, its numbers finite and 0 or more.");
        Require(
            NumberLimits.Hold([mean], NumberLimits.Term),
            nameof(mean),
            $"The mean is {mean}; it must be finite, and at most {NumberLimits.Term}.");
        Require(
            info.UsesBiases || mean == 0,
            nameof(mean),
            $"The mean is {mean}, and the description says that there are no biases; then it is 0.");
    }

    public static void Rows(
        FactorMatrix factors, ReadOnlySpan<int> counts, string factorsName, ReadOnlySpan<float> biases, bool usesBiases, string biasesName)
    {
        Require(
            factors.RowCount == counts.Length,
            factorsName,
            $"There are {factors.RowCount} rows of factors; the ratings need {counts.Length}.");
        Require(
            biases.IsEmpty || biases.Length == counts.Length,
            biasesName,
            $"There are {biases.Length} biases; the ratings need {counts.Length}, or none.");
        for (int row = 0; row < counts.Length; row++)
        {
            ReadOnlySpan<float> padded = factors.View.PaddedRow(row);
            float bias = biases.IsEmpty ? 0 : biases[row];
            Require(
                NumberLimits.Hold([bias], NumberLimits.Term),
                biasesName,
                $"The bias of row {row} is {bias}; it must be finite, and at most {NumberLimits.Term}.");
            Require(
                usesBiases || bias == 0,
                biasesName,
                $"The bias of row {row} is {bias}, and the description says that there are no biases; then it is 0.");
            Require(counts[row] > 0 || bias == 0, biasesName, $"Row {row} has no ratings and a bias of {bias}; it must be 0.");
            RequireAll(padded[..factors.Rank], counts[row] == 0, factorsName, row, "has no ratings");
            RequireAll(padded[factors.Rank..], true, factorsName, row, "has padding");
        }

        GC.KeepAlive(factors);
    }

    private static void RequireAll(ReadOnlySpan<float> values, bool zero, string name, int row, string why)
    {
        int wrong = zero ? values.IndexOfAnyExcept(0f) : values.IndexOfAnyExceptInRange(-NumberLimits.Factor, NumberLimits.Factor);
        string value = wrong < 0 ? "" : values[wrong].ToString(CultureInfo.InvariantCulture);
        FormattableString problem = zero
            ? $"Row {row} {why}, and in it stands {value}; it must be 0."
            : (FormattableString)$"Factor {wrong} of row {row} is {value}; it must be finite, and at most {NumberLimits.Factor}.";
        Require(wrong < 0, name, problem);
    }

    private static bool IsWeight(float value) => value >= 0 && float.IsFinite(value);

    private static void Require(bool holds, string name, FormattableString otherwise)
    {
        if (!holds)
        {
            throw new ArgumentException(FormattableString.Invariant(otherwise), name);
        }
    }
}
