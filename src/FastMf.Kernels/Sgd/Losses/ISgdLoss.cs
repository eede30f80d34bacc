namespace FastMf.Kernels.Sgd.Losses;

/// <summary>A loss of one rating. The kernel is compiled for each, so a call costs nothing.</summary>
internal interface ISgdLoss
{
    /// <summary>
    /// Minus the derivative of half the loss by the score, which the update multiplies the other side's factors with; adds the loss
    /// and the squared error to the sums.
    /// </summary>
    /// <param name="rest">The value minus all of the score but the product of the factors.</param>
    /// <param name="value">The value.</param>
    /// <param name="dot">The product of the factors.</param>
    /// <param name="limit">c, where the loss has one.</param>
    /// <param name="sums">Running sums.</param>
    static abstract float Descent(float rest, float value, float dot, float limit, ref LossSums sums);
}

/// <summary>The running sums of a kernel call, in registers.</summary>
internal struct LossSums
{
    public double Loss;
    public double Squares;
}
