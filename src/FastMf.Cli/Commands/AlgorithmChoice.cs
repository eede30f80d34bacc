namespace FastMf.Cli.Commands;

/// <summary>The values of --algorithm.</summary>
internal enum AlgorithmChoice
{
    /// <summary>Alternating least squares.</summary>
    Als,

    /// <summary>Stochastic gradient descent.</summary>
    Sgd,

    /// <summary>Bayesian personalized ranking.</summary>
    Bpr,
}
