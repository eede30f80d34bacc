namespace FastMf.Kernels.Sgd;

/// <summary>The constants of a biased SGD update; factors of 2 of the gradient are part of the learning rate.</summary>
public readonly record struct SgdStep
{
    /// <summary>Learning rate of the factors: in 1/rating, or without unit when <see cref="Adaptive"/>.</summary>
    public required float LearningRate { get; init; }

    /// <summary>Learning rate of the biases, in 1, or in ratings when <see cref="Adaptive"/>; 0 leaves them as they are.</summary>
    public required float BiasLearningRate { get; init; }

    /// <summary>Whether a row's learning rates are divided by the root of its <see cref="RowState.SquaredGradients"/>.</summary>
    public bool Adaptive { get; init; }

    /// <summary>The constant part mu of every score.</summary>
    public float Mean { get; init; }

    /// <summary>Whether the item's step uses the user's factors from before its own step (the gradient), or the new ones.</summary>
    public bool Simultaneous { get; init; }

    /// <summary>Whether factors below 0 become 0 after each step.</summary>
    public bool NonNegative { get; init; }

    /// <summary>The loss.</summary>
    public SgdLoss Loss { get; init; }

    /// <summary>c of the Huber and the absolute loss, above 0, in the unit of the ratings.</summary>
    public float Limit { get; init; }
}
