namespace FastMf.Evaluation.Ranking;

/// <summary>What an item of relevance r at some place of a list gains before the discount.</summary>
public enum GainKind
{
    /// <summary>r itself (Järvelin and Kekäläinen, Cumulated gain-based evaluation of IR techniques, 2002).</summary>
    Linear,

    /// <summary>
    /// 2^r - 1, which puts weight on the most relevant items (Burges et al., Learning to rank using gradient descent, 2005).
    /// </summary>
    Exponential,
}
