namespace FastMf.Kernels.Sgd;

/// <summary>What the kernel reads of a sample, whatever its layout.</summary>
internal interface ISgdSample
{
    int User { get; }

    int Item { get; }

    float Value { get; }
}
