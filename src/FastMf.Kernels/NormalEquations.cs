namespace FastMf.Kernels;

/// <summary>Where the sums of a row's normal equations go.</summary>
/// <param name="gram">
/// A: stride x stride floats, row-major, where the stride is the rank rounded up to a multiple of 16. The upper triangle counts; what is
/// left of the diagonal is scratch memory.
/// </param>
/// <param name="right">c: stride floats.</param>
/// <param name="border">s: stride floats.</param>
/// <param name="workspace"><see cref="KernelSet.WorkspaceLength"/> floats, overwritten; fastest when aligned to 64 bytes.</param>
public readonly ref struct NormalEquations(Span<float> gram, Span<float> right, Span<float> border, Span<float> workspace)
{
    /// <summary>A = sum w v v^T.</summary>
    public Span<float> Gram { get; } = gram;

    /// <summary>c = sum y v.</summary>
    public Span<float> Right { get; } = right;

    /// <summary>s = sum w v.</summary>
    public Span<float> Border { get; } = border;

    /// <summary>Where the kernel keeps gathered rows.</summary>
    public Span<float> Workspace { get; } = workspace;
}
