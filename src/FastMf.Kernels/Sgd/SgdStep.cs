namespace FastMf.Kernels.Sgd;

/// <summary>The constants of a biased SGD update; factors of 2 of the gradient are part of the learning rate.</summary>
public readonly record struct SgdStep
{
    /// <summary>Step width for the factors, in 1/rating.</summary>
    public required float LearningRate { get; init; }

    /// <summary>Step width for the biases; 0 leaves them as they are.</summary>
    public required float BiasLearningRate { get; init; }

    /// <summary>The constant part mu of every prediction.</summary>
    public float Mean { get; init; }

    /// <summary>Regularization of the user biases, for each rating.</summary>
    public float UserBiasRegularization { get; init; }

    /// <summary>Regularization of the item biases, for each rating.</summary>
    public float ItemBiasRegularization { get; init; }

    /// <summary>Regularization of the user factors, for each rating.</summary>
    public float UserFactorRegularization { get; init; }

    /// <summary>Regularization of the item factors, for each rating.</summary>
    public float ItemFactorRegularization { get; init; }

    /// <summary>Whether the item's step uses the user's factors from before his own step (the gradient), or the new ones.</summary>
    public bool Simultaneous { get; init; }
}
