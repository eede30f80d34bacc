namespace FastMf.Training;

/// <summary>How the learning rate of SGD changes during training.</summary>
public enum LearningRateRule
{
    /// <summary>
    /// Each user and item has its own learning rate, which falls with the squared gradients it has seen (the Adagrad family). It follows
    /// the scale of the ratings, and does not diverge.
    /// </summary>
    Adaptive,

    /// <summary>The learning rate, in every epoch.</summary>
    Constant,

    /// <summary>The learning rate divided by 1 + decay (epoch - 1).</summary>
    InverseDecay,
}
