namespace FastMf.Model;

/// <summary>What the regularization of a row with n ratings is multiplied by.</summary>
public enum RegularizationScaling
{
    /// <summary>1: the same for every row, as in ridge regression. Rows with few ratings are held near zero.</summary>
    Plain,

    /// <summary>n (weighted-lambda regularization, Zhou et al. 2008), as SGD does by its nature. Rows with few ratings fit them closely.</summary>
    Count,

    /// <summary>The square root of n: between the two, and the one whose best weight depends least on the size of the data.</summary>
    SquareRoot,

    /// <summary>n to the power 3/4: between square root and count, for SGD, whose rows with very many ratings need more than the root.</summary>
    ThreeQuarters,
}
