namespace FastMf.Kernels.Sgd;

/// <summary>One training rating: row indexes of the user and the item, and the value. 12 bytes, so that an epoch reads few lines.</summary>
/// <param name="User">Row of the user.</param>
/// <param name="Item">Row of the item.</param>
/// <param name="Value">The rating.</param>
public readonly record struct SgdSample(int User, int Item, float Value) : ISgdSample;

/// <summary>What the kernel reads of a sample, whatever its layout.</summary>
internal interface ISgdSample
{
    int User { get; }

    int Item { get; }

    float Value { get; }
}
