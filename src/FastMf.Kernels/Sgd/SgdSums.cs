namespace FastMf.Kernels.Sgd;

/// <summary>Sums over a run of samples, each term taken before its update; not finite when the parameters have diverged.</summary>
/// <param name="Loss">Twice the loss whose gradient was descended: for squared errors their sum.</param>
/// <param name="Squares">
/// The squared differences between value and prediction; for the logistic loss the prediction is the probability.
/// </param>
public readonly record struct SgdSums(double Loss, double Squares)
{
    /// <summary>The sums over both runs.</summary>
    public static SgdSums operator +(SgdSums left, SgdSums right) => left.Add(right);

    /// <summary>The sums over both runs.</summary>
    public SgdSums Add(SgdSums other) => new(Loss + other.Loss, Squares + other.Squares);
}
