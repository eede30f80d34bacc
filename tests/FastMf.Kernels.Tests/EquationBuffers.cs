using FastMf.Testing.Memory;

namespace FastMf.Kernels.Tests;

/// <summary>
/// Where normal equations go, each part ending at an unreadable page; NaN at first, so that nothing is read before it is written.
/// </summary>
internal sealed class EquationBuffers : IDisposable
{
    private readonly GuardedBuffer _gram;
    private readonly GuardedBuffer _right;
    private readonly GuardedBuffer _border;
    private readonly GuardedBuffer _workspace;
    private readonly int _rank;

    public EquationBuffers(int rank)
    {
        _rank = rank;
        _gram = new GuardedBuffer(KernelSet.GramLength(rank));
        _right = new GuardedBuffer(FactorView.StrideFor(rank));
        _border = new GuardedBuffer(FactorView.StrideFor(rank));
        _workspace = new GuardedBuffer(KernelSet.WorkspaceLength(rank));
        foreach (GuardedBuffer buffer in new[] { _gram, _right, _border, _workspace })
        {
            buffer.Span.Fill(float.NaN);
        }
    }

    public Span<float> Gram => _gram.Span;

    public Span<float> Right => _right.Span;

    public Span<float> Border => _border.Span;

    public NormalEquations Equations => new(_gram.Span, _right.Span, _border.Span, _workspace.Span);

    /// <summary>The upper triangle with its padding columns, the right-hand side and the border.</summary>
    public float[] All
    {
        get
        {
            int stride = FactorView.StrideFor(_rank);
            return
            [
                .. Enumerable.Range(0, _rank).SelectMany(row => _gram.Span[(row * stride + row)..((row + 1) * stride)].ToArray()),
                .. _right.Span.ToArray(),
                .. _border.Span.ToArray(),
            ];
        }
    }

    public void Dispose()
    {
        _gram.Dispose();
        _right.Dispose();
        _border.Dispose();
        _workspace.Dispose();
    }
}
