namespace FastMf.Evaluation.Generation;

/// <summary>
/// The random streams of the generator, one for each user or item and purpose: no number depends on the order in which threads get
/// to work, and the test coins leave the ratings as they are. The values are part of the output's definition: never renumber them.
/// </summary>
internal enum RandomStreams
{
    UserOrder = 1,
    ItemOrder = 2,
    Coverage = 3,
    UserParameters = 4,
    ItemParameters = 5,
    Choice = 6,
    Noise = 7,
    TestCoin = 8,
}
