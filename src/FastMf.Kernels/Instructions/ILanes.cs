using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastMf.Kernels.Instructions;

/// <summary>
/// The operations that a kernel is written in, over a raw vector type. A struct that wrapped the vector instead would cost an extra
/// broadcast and move for each multiply-add. What is the same at every width with fused multiply-add stands here.
/// </summary>
/// <typeparam name="TVector">Vector128, Vector256 or Vector512 of float.</typeparam>
internal interface ILanes<TVector>
    where TVector : struct
{
    /// <summary>Floats in a vector: 4, 8 or 16.</summary>
    static abstract int Count { get; }

    /// <summary>Whether 8 x 2 accumulators fit the registers (32 of them) or only 4 x 2 (16).</summary>
    static abstract bool HasManyRegisters { get; }

    static abstract TVector Load(ref float source);

    static abstract void Store(TVector value, ref float destination);

    static abstract TVector Broadcast(float value);

    /// <summary>Lane 2 of four in all lanes.</summary>
    static abstract TVector BroadcastThird(Vector128<float> values);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    /// <summary>
    /// The larger of each two lanes, numbers or not as the processor has it; +0 of two zeros when <paramref name="right"/> is +0.
    /// </summary>
    static abstract TVector Max(TVector left, TVector right);

    /// <summary>left * right + addend.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>minuend - left * right.</summary>
    static abstract TVector MultiplySubtract(TVector left, TVector right, TVector minuend);

    /// <summary>The bits that both have.</summary>
    static abstract TVector And(TVector left, TVector right);

    /// <summary>The bits that either has.</summary>
    static abstract TVector Or(TVector left, TVector right);

    static abstract TVector Divide(TVector left, TVector right);

    static abstract TVector SquareRoot(TVector value);

    /// <summary>Whether every value is a number above its floor and below infinity.</summary>
    static abstract bool AreAboveAndFinite(TVector values, TVector floors);

    /// <summary>Four columns of <see cref="Count"/> rows that lie <paramref name="step"/> floats apart: lane l is of row l.</summary>
    static abstract (TVector C0, TVector C1, TVector C2, TVector C3) LoadTransposed(ref float source, nint step);

    /// <summary>The reverse of <see cref="LoadTransposed"/>.</summary>
    static abstract void StoreTransposed(TVector c0, TVector c1, TVector c2, TVector c3, ref float destination, nint step);

    /// <summary>In how many lanes the left number is above the right one; not where one of them is NaN.</summary>
    static abstract int CountAbove(TVector left, TVector right);

    /// <summary>left * right + addend of four numbers, rounded as the lanes are: for what is cut in fours at every width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual Vector128<float> MultiplyAddFour(Vector128<float> left, Vector128<float> right, Vector128<float> addend) =>
        Vector128.FusedMultiplyAdd(left, right, addend);

    /// <summary>left * right + addend of single numbers, rounded as the lanes are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual float MultiplyAdd(float left, float right, float addend) => MathF.FusedMultiplyAdd(left, right, addend);

    /// <summary>
    /// The sum of 16 logical lanes, held in the first 16 / <see cref="Count"/> arguments, but for its last two levels: l and
    /// l + 8, then + 4.
    /// <see cref="LaneSum"/> ends it with + 2, + 1; the same tree, hence the same bits, at every width.
    /// </summary>
    static abstract Vector128<float> SumToFour(TVector part0, TVector part1, TVector part2, TVector part3);
}
