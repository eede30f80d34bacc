using System.Runtime.CompilerServices;

namespace FastMf.Kernels.Quantized;

/// <summary>
/// How 4-bit codes of vectors lie in memory, in blocks of 64 items: dimensions in groups of 8; of a group four bytes for each item in
/// turn, byte j with the code of dimension j in its lower half and of dimension j + 4 in its upper half. A vector register then holds
/// four bytes of each of 4, 8 or 16 items, and each item's sum of products stays in a lane of its own.
/// </summary>
internal static class NibbleLayout
{
    /// <summary>Items in a block.</summary>
    public const int ItemsPerBlock = 64;

    /// <summary>Codes run from 0 to this.</summary>
    public const int MaximumCode = 15;

    internal const int GroupBytes = 4 * ItemsPerBlock;

    /// <summary>The bytes of a block: 32 for each dimension.</summary>
    /// <param name="dimensions">Dimensions of an item, a positive multiple of 8.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dimensions"/> is not positive or no multiple of 8.</exception>
    public static int BlockBytes(int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(dimensions % 8, 0, nameof(dimensions));
        return dimensions * ItemsPerBlock / 2;
    }

    /// <summary>Puts the codes of an item into its block.</summary>
    /// <param name="codes">One code for each dimension, 0 to <see cref="MaximumCode"/>; their number is a multiple of 8.</param>
    /// <param name="item">The item's place in the block, 0 to <see cref="ItemsPerBlock"/> - 1.</param>
    /// <param name="block"><see cref="BlockBytes"/> bytes; those of the item are overwritten.</param>
    /// <exception cref="ArgumentException"><paramref name="block"/> has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="item"/> is out of its range, or the number of codes is.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(ReadOnlySpan<byte> codes, int item, Span<byte> block)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)item, (uint)ItemsPerBlock, nameof(item));
        if (block.Length != BlockBytes(codes.Length))
        {
            throw new ArgumentException(
                $"A block of {codes.Length} dimensions has {BlockBytes(codes.Length)} bytes, not {block.Length}.", nameof(block));
        }

        for (int d = 0; d < codes.Length; d += 8)
        {
            Span<byte> place = block.Slice(d / 8 * GroupBytes + 4 * item, 4);
            for (int j = 0; j < 4; j++)
            {
                place[j] = (byte)(codes[d + j] | codes[d + j + 4] << 4);
            }
        }
    }
}
