using FastMf.Testing.Memory;
using FastMf.Testing.References;

namespace FastMf.Testing.Tests;

/// <summary>The C# sample of docs/testing.md, word for word between the marks, so that it compiles and runs.</summary>
internal static class OwnKernelSample
{
    public static void Run()
    {
        // begin
        // Your kernel: the sum of the squares of a row.
        static float SumOfSquares(ReadOnlySpan<float> x)
        {
            float sum = 0;
            foreach (float value in x) sum += value * value;
            return sum;
        }

        PropertyCheck.Run<FactorCase>(drawn =>
        {
            // Any rank, any alignment; what lies outside the rows is NaN or may not be read at all.
            using PlacedFactors rows = drawn.Place();
            for (int row = 0; row < rows.RowCount; row++)
            {
                ReadOnlySpan<float> x = rows.View.Row(row);
                double expected = NaiveAlgebra.Dot(x, x), error = Math.Abs(SumOfSquares(x) - expected);
                if (!(error <= drawn.Rank * Math.Pow(2, -24) * expected))
                    throw new InvalidOperationException($"Row {row} is off by {error}.");
            }
        });
        // end
    }
}
