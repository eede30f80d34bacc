namespace FastMf.Kernels.Cholesky.Interleaved;

/// <summary>
/// The layout of the factors of several systems, one in each lane: U is cut into 4 x 4 blocks, a block is 16 vectors in row-major
/// order, and the blocks above the diagonal block of a block column lie together, then those of the next column. A tile of U^T U then
/// reads two contiguous streams.
/// </summary>
internal static class InterleavedLayout
{
    /// <summary>Rows and columns of a block.</summary>
    public const int Side = 4;

    /// <summary>Vectors of a block.</summary>
    public const int BlockVectors = Side * Side;

    /// <summary>Block rows of a system, the last one filled up with rows of the identity.</summary>
    public static int Strips(int rank) => (rank + Side - 1) / Side;

    /// <summary>Blocks before those of a block column.</summary>
    public static int Column(int strip) => strip * (strip + 1) / 2;

    /// <summary>Floats of the factors of <paramref name="lanes"/> systems.</summary>
    public static int Length(int rank, int lanes) => Column(Strips(rank)) * BlockVectors * lanes;
}
