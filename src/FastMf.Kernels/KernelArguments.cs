using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using FastMf.Kernels.Sgd;

namespace FastMf.Kernels;

/// <summary>The checks of <see cref="KernelSet"/> that several of its kernels share.</summary>
internal static class KernelArguments
{
    public static void RequireRank(int rank)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rank, KernelSet.MaximumRank);
    }

    public static void RequireRows(nint first, int count, FactorView rows)
    {
        if (first < 0 || count < 0 || count > rows.RowCount - first)
        {
            throw new ArgumentException($"Rows {first} to {first + count} are not all within the {rows.RowCount} rows.", nameof(first));
        }
    }

    /// <summary>A matrix of the rank's size, and a vector.</summary>
    public static void RequireSystem(
        ReadOnlySpan<float> matrix,
        int rank,
        ReadOnlySpan<float> vector,
        [CallerArgumentExpression(nameof(matrix))] string nameOfMatrix = "",
        [CallerArgumentExpression(nameof(vector))] string nameOfVector = "")
    {
        RequireLength(matrix.Length, KernelSet.GramLength(rank), nameOfMatrix);
        RequireLength(vector.Length, FactorView.StrideFor(rank), nameOfVector);
    }

    public static void RequireFit(in PredictionBlock block)
    {
        RequireLength(block.Items.Rank, block.Users.Rank, "block.Items.Rank");
        RequireWhole(block.Users, "block.Users");
        RequireWhole(block.Items, "block.Items");
        RequireLength(block.UserBiases.Length, block.Users.RowCount, "block.UserBiases");
        RequireLength(block.ItemBiases.Length, block.Items.RowCount, "block.ItemBiases");
    }

    public static void RequireFit(SgdModel model)
    {
        RequireLength(model.Items.Rank, model.Users.Rank, "model.Items.Rank");
        RequireWhole(model.Users, "model.Users");
        RequireWhole(model.Items, "model.Items");
        RequireLength(model.UserStates.Length, model.Users.RowCount, "model.UserStates");
        RequireLength(model.ItemStates.Length, model.Items.RowCount, "model.ItemStates");
    }

    public static void RequireFit(in FactorView rows, in GatheredRows gathered, in NormalEquations sums)
    {
        RequireLength(gathered.Targets.Length, gathered.Indexes.Length, "gathered.Targets");
        RequireLength(
            gathered.Weights.IsEmpty ? gathered.Indexes.Length : gathered.Weights.Length, gathered.Indexes.Length, "gathered.Weights");
        RequireLength(sums.Gram.Length, KernelSet.GramLength(rows.Rank), "sums.Gram");
        RequireLength(sums.Right.Length, rows.Width, "sums.Right");
        RequireLength(sums.Border.Length, rows.Width, "sums.Border");
        RequireLength(sums.Workspace.Length, KernelSet.WorkspaceLength(rows.Rank), "sums.Workspace");
    }

    /// <summary>SGD finds a row by its stride alone: a view of some columns would not do.</summary>
    public static void RequireWhole(FactorView rows, string name)
    {
        if (rows.Width != rows.Stride)
        {
            throw new ArgumentException($"Whole rows are needed, not {rows.Width} of {rows.Stride} floats of each.", name);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RequireLength(nint actual, nint expected, string name)
    {
        if (actual != expected)
        {
            ThrowWrongLength(actual, expected, name);
        }
    }

    /// <summary>For what may be left out.</summary>
    public static void RequireLengthOrEmpty(nint actual, nint expected, string name) =>
        RequireLength(actual, actual == 0 ? 0 : expected, name);

    [DoesNotReturn]
    private static void ThrowWrongLength(nint actual, nint expected, string name) =>
        throw new ArgumentException($"{expected} elements are needed, not {actual}.", name);
}
