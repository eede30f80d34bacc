using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CommunityToolkit.HighPerformance;
using FastMf.Kernels;

namespace FastMf.Model;

/// <summary>
/// Factors as the views of other libraries, <see cref="Span2D{T}"/> of CommunityToolkit.HighPerformance and <see cref="TensorSpan{T}"/> of
/// System.Numerics.Tensors, and back. Nothing is copied or allocated; the padding of rows is not part of a view. A view does not keep the
/// memory alive: its owner must outlive it.
/// </summary>
public static class FactorViewExtensions
{
    /// <summary>The factors as rows x rank floats, with the padding between rows as the pitch.</summary>
    /// <param name="view">The factors, at most 2^31 - 1 rows; more than 2^31 floats are allowed.</param>
    /// <exception cref="ArgumentException"><paramref name="view"/> has more rows than an <see cref="int"/> counts.</exception>
    public static Span2D<float> AsSpan2D(this FactorView view) => view.RowCount <= int.MaxValue
        ? Span2D<float>.DangerousCreate(ref view.Origin(0), (int)view.RowCount, view.Rank, view.Stride - view.Rank)
        : throw new ArgumentException(
            $"The view has {view.RowCount} rows, and a Span2D at most {int.MaxValue}: take it in parts, or as a tensor.", nameof(view));

    /// <summary>
    /// The factors as a tensor of lengths [rows, rank] and strides [<see cref="FactorView.Stride"/>, 1]; by convention of the library a
    /// dimension with less than two elements has a stride of 0. More than 2^31 rows or floats are allowed.
    /// </summary>
    /// <param name="view">The factors.</param>
    public static TensorSpan<float> AsTensorSpan(this FactorView view)
    {
        nint extent = view.RowCount == 0 ? 0 : checked((view.RowCount - 1) * view.Stride + view.Rank);
        ReadOnlySpan<nint> lengths = [view.RowCount, view.Rank];
        ReadOnlySpan<nint> strides = [view.RowCount > 1 ? view.Stride : 0, view.Rank > 1 ? 1 : 0];
        return TensorMarshal.CreateTensorSpan(ref view.Origin(0), extent, lengths, strides, pinned: false);
    }

    /// <summary>Rows with their padding as the kernels take them.</summary>
    /// <param name="paddedRows">
    /// Rows of <see cref="FactorView.StrideFor"/>(<paramref name="rank"/>) floats without a pitch; all but the first
    /// <paramref name="rank"/> of each row are zeros, which is not checked.
    /// </param>
    /// <param name="rank">Floats of a row that count, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rank"/> is less than 1.</exception>
    /// <exception cref="ArgumentException">The rows have another width, or a pitch.</exception>
    public static FactorView AsFactorView(this Span2D<float> paddedRows, int rank)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        int stride = FactorView.StrideFor(rank);
        if (paddedRows.Height > 0 && paddedRows.Width != stride)
        {
            throw new ArgumentException(
                $"The rows have {paddedRows.Width} floats; rank {rank} needs {stride} with padding. Use FactorMatrix.CopyOf for others.",
                nameof(paddedRows));
        }

        if (paddedRows.Height > 1 && RowDistance(paddedRows) != (nint)stride * sizeof(float))
        {
            throw new ArgumentException("The rows have a pitch, and must follow one another. Copy them.", nameof(paddedRows));
        }

        return new FactorView(ref paddedRows.DangerousGetReference(), paddedRows.Height, rank);
    }

    /// <summary>Bytes from one row to the next.</summary>
    private static nint RowDistance(Span2D<float> rows) =>
        Unsafe.ByteOffset(ref rows.DangerousGetReferenceAt(0, 0), ref rows.DangerousGetReferenceAt(1, 0));
}
