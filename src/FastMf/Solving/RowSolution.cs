namespace FastMf.Solving;

/// <summary>What a row solve leaves beside the factors.</summary>
/// <param name="Bias">The row's bias; 0 when the model has none.</param>
/// <param name="Penalty">l_x |x|^2 + l_b b^2.</param>
/// <param name="SquaredErrors">The sum of the squared errors over the row's ratings.</param>
internal readonly record struct RowSolution(float Bias, double Penalty, double SquaredErrors);
