namespace FastMf.Kernels.Gram;

/// <summary>
/// The layout of a packed panel: the gathered rows, cut into blocks of 16 columns; a block holds its 16 floats of every row, one after
/// the other. Two blocks of full height are 16 KB and lie together, where the rows themselves, a power of two apart, would fall into a
/// few sets of the first-level cache and evict each other.
/// </summary>
internal static class GramPanel
{
    /// <summary>Rows gathered before sums are written to memory; part of the definition of the results.</summary>
    public const int Rows = 128;

    /// <summary>Columns of a block.</summary>
    public const int BlockWidth = 16;

    /// <summary>Floats from one block to the next.</summary>
    public const int BlockLength = Rows * BlockWidth;

    /// <summary>Floats of a panel of rows of the given stride.</summary>
    public static int Length(int stride) => Rows * stride;

    /// <summary>Where column <paramref name="column"/> of a panel's first row lies.</summary>
    public static int Offset(int column) => column / BlockWidth * BlockLength + column % BlockWidth;
}
