namespace FastMf.Kernels.Instructions;

/// <summary>
/// The operations of a quantized scan: products of 4-bit codes with signed bytes, summed in 32-bit integers and compared as floats.
/// </summary>
/// <typeparam name="TVector">Vector128, Vector256 or Vector512 of byte; also holds the 32-bit sums.</typeparam>
internal interface IByteLanes<TVector>
    where TVector : struct
{
    /// <summary>32-bit sums in a vector: 4, 8 or 16, one for each item.</summary>
    static abstract int Count { get; }

    static abstract TVector Load(ref byte source);

    /// <summary>Four signed bytes, in every 32-bit lane.</summary>
    static abstract TVector BroadcastFour(ref sbyte source);

    /// <summary>The lower four bits of each byte.</summary>
    static abstract TVector Low(TVector codes);

    /// <summary>The upper four bits of each byte.</summary>
    static abstract TVector High(TVector codes);

    /// <summary>
    /// Adds to each 32-bit sum the products of its four unsigned bytes, each at most 15, with four signed ones. Four such products fit
    /// 16 bits, so that no way of computing this saturates.
    /// </summary>
    static abstract TVector AddProducts(TVector sums, TVector codes, TVector signed);

    /// <summary>One bit for each item whose (sum - offset) scale factor + addend is at least <paramref name="threshold"/>.</summary>
    static abstract uint AtLeast(TVector sums, float offset, ref float scales, float factor, ref float addends, float threshold);
}
