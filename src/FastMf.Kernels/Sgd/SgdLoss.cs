namespace FastMf.Kernels.Sgd;

/// <summary>The loss of one rating that SGD makes small. e is the rating minus the score, c a limit.</summary>
public enum SgdLoss
{
    /// <summary>e^2: predictions are means.</summary>
    Squared,

    /// <summary>e^2 up to |e| = c, and c (2 |e| - c) beyond: squared, but outliers pull no harder than an error of c.</summary>
    Huber,

    /// <summary>2 c |e|: predictions are medians.</summary>
    Absolute,

    /// <summary>
    /// Cross entropy, -2 ln p for the value 1 and -2 ln (1 - p) for the value 0 with p = 1 / (1 + exp(-score)): the score is the
    /// log-odds of 1, and what a model calls a predicted rating is no more than that, cut to the range of the ratings.
    /// </summary>
    Logistic,
}
