namespace FastMf.Kernels.Sgd;

/// <summary>
/// One rating of a block of at most 65,536 users and as many items, counted from the block's first. 8 bytes: the samples are the only
/// thing that an epoch over blocks streams from memory.
/// </summary>
/// <param name="UserOffset">Row of the user within the block's user rows.</param>
/// <param name="ItemOffset">Row of the item within the block's item rows.</param>
/// <param name="Value">The rating.</param>
public readonly record struct BlockSample(ushort UserOffset, ushort ItemOffset, float Value) : ISgdSample
{
    int ISgdSample.User => UserOffset;

    int ISgdSample.Item => ItemOffset;
}
