namespace FastMf.Training;

/// <summary>How ALS solves the least-squares problem of a row.</summary>
public enum AlsSolver
{
    /// <summary>The one that is fastest at the rank and for the objective, see docs/als.md.</summary>
    Auto,

    /// <summary>
    /// Exactly: k^2 operations for each rating and k^3 / 3 for each row. A trained user is then what folding the user in gives.
    /// </summary>
    Cholesky,

    /// <summary>Some conjugate gradient steps from the row as it was: 4 k operations for each rating and step.</summary>
    ConjugateGradient,

    /// <summary>One block of factors after the other, each exactly: k times the block size operations for each rating.</summary>
    BlockCoordinate,
}
