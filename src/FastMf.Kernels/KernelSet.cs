using System.Runtime.Intrinsics;
using FastMf.Kernels.Cholesky.Interleaved;
using FastMf.Kernels.Gram;
using FastMf.Kernels.Instructions;
using static FastMf.Kernels.KernelArguments;

namespace FastMf.Kernels;

/// <summary>
/// All kernels, at one vector width: products of rows, normal equations, Cholesky and its solves, SGD and its errors. Take
/// <see cref="Best"/>. Safe for any number of threads; nothing is allocated.
/// </summary>
/// <remarks>
/// <para>Arguments are checked once per call, row indexes among them, before anything is written; no call reads or writes outside of
/// the spans and views that it is given. <see cref="Unchecked.UncheckedKernels"/> leaves the check of the indexes out.</para>
/// <para>Rows are padded with zeros to a multiple of 16 floats, the stride: <see cref="FactorView.StrideFor"/>.</para>
/// <para>Levels with fused multiply-add give the same bits. Without it results differ by rounding: for sums of n products of magnitude m
/// by at most about n m 2^-24.</para>
/// </remarks>
public abstract partial class KernelSet
{
    /// <summary>The largest rank that the kernels accept; a Gram matrix of it takes 64 MB.</summary>
    public const int MaximumRank = 4096;

    /// <summary>The number of systems that <see cref="FactorizeInterleaved"/> works on at once.</summary>
    public const int InterleavedSystems = 16;

    private static readonly KernelSet[] Sets =
    [
        new KernelSet<Lanes128, Vector128<float>>(SimdLevel.Vector128),
        new KernelSet<Lanes128Fused, Vector128<float>>(SimdLevel.Vector128Fused),
        new KernelSet<Lanes256, Vector256<float>>(SimdLevel.Vector256),
        new KernelSet<Lanes512, Vector512<float>>(SimdLevel.Vector512),
    ];

    private protected KernelSet(SimdLevel level) => Level = level;

    /// <summary>The kernels for the widest vectors that this processor has, chosen once.</summary>
    public static KernelSet Best { get; } = For(Hardware.BestLevel);

    /// <summary>The vector width of these kernels.</summary>
    public SimdLevel Level { get; }

    /// <summary>The kernels at <paramref name="level"/>; they work on every processor, if slowly where the level is emulated.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> is not a defined level.</exception>
    public static KernelSet For(SimdLevel level) =>
        (uint)level < (uint)Sets.Length
            ? Sets[(int)level]
            : throw new ArgumentOutOfRangeException(nameof(level), level, "Choose a defined SIMD level.");

    /// <summary>The number of floats in a Gram matrix of the given rank: stride x stride.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rank"/> is not in [1, <see cref="MaximumRank"/>].</exception>
    public static int GramLength(int rank)
    {
        RequireRank(rank);
        return FactorView.StrideFor(rank) * FactorView.StrideFor(rank);
    }

    /// <summary>The floats that computing normal equations of the given rank needs as workspace: two panels of gathered rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rank"/> is not in [1, <see cref="MaximumRank"/>].</exception>
    public static int WorkspaceLength(int rank)
    {
        RequireRank(rank);
        return 2 * GramPanel.Length(FactorView.StrideFor(rank));
    }

    /// <summary>The floats that the factors of <see cref="InterleavedSystems"/> systems of the given rank take.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rank"/> is not in [1, <see cref="MaximumRank"/>].</exception>
    public static int InterleavedLength(int rank)
    {
        RequireRank(rank);
        return InterleavedLayout.Length(rank, InterleavedSystems);
    }
}
