namespace FastMf.Training;

/// <summary>How the step width of SGD changes during training.</summary>
public enum LearningRateRule
{
    /// <summary>
    /// Each user and item has its own step width, which falls with the squared gradients it has seen (the Adagrad family). It follows
    /// the scale of the ratings, and does not diverge.
    /// </summary>
    Adaptive,

    /// <summary>The learning rate, in every epoch.</summary>
    Constant,

    /// <summary>The learning rate divided by 1 + decay (epoch - 1).</summary>
    InverseDecay,
}
