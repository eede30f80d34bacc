namespace FastMf.Model;

/// <summary>What the regularization of a row is multiplied by.</summary>
public enum RegularizationScaling
{
    /// <summary>Nothing: the same for every row, as in ridge regression.</summary>
    Plain,

    /// <summary>The row's number of ratings (weighted-lambda regularization, Zhou et al. 2008), as SGD does by its nature.</summary>
    Count,
}
