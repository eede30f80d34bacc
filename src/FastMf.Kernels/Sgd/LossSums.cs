namespace FastMf.Kernels.Sgd;

/// <summary>The running sums of a kernel call, in registers.</summary>
internal struct LossSums
{
    public double Loss;
    public double Squares;
}
