namespace FastMf.Solving;

/// <summary>The scalars of a row's system, beside its matrix and vectors.</summary>
/// <param name="Ridge">s, on the diagonal.</param>
/// <param name="BiasRidge">t, in the corner.</param>
/// <param name="Corner">d = sum c_j + t.</param>
/// <param name="Targets">sum c_j y_j, the corner's right-hand side.</param>
/// <param name="Squares">sum c_j y_j^2: the loss at x = 0, b = 0.</param>
internal readonly record struct RowSums(float Ridge, float BiasRidge, double Corner, double Targets, double Squares);
