using System.Runtime.CompilerServices;

namespace FastMf.Kernels.Quantized;

/// <summary>Consecutive blocks of quantized items, 64 items to a block, and what goes with each item.</summary>
/// <param name="codes">
/// The first byte of the first block, in the layout of <see cref="NibbleLayout"/>; the caller vouches for the extent.
/// </param>
/// <param name="scales">One scale for each item; likewise.</param>
/// <param name="addends">One addend for each item, or 64 of them for all blocks alike; likewise.</param>
/// <param name="dimensions">Dimensions of an item, a positive multiple of 8.</param>
/// <param name="sharesAddends">Whether all blocks have the same 64 addends.</param>
internal readonly ref struct QuantizedBlocks(ref byte codes, ref float scales, ref float addends, int dimensions, bool sharesAddends)
{
    private readonly ref byte _codes = ref codes;
    private readonly ref float _scales = ref scales;
    private readonly ref float _addends = ref addends;
    private readonly int _addendStep = sharesAddends ? 0 : NibbleLayout.ItemsPerBlock;

    /// <summary>Dimensions of an item.</summary>
    public int Dimensions { get; } = dimensions;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref byte Codes(nint block) => ref Unsafe.Add(ref _codes, block * (Dimensions * NibbleLayout.ItemsPerBlock / 2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref float Scales(nint block) => ref Unsafe.Add(ref _scales, block * NibbleLayout.ItemsPerBlock);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref float Addends(nint block) => ref Unsafe.Add(ref _addends, block * _addendStep);
}
