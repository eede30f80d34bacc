using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Sgd.Rows;

/// <summary>
/// The scalar half of an update, for user and item at once in the lanes (factors of user, bias of user, factors of item, bias of
/// item): learning rates, regularization, biases and sums of squares.
/// </summary>
/// <remarks>
/// The learning rates come from the sums before this rating, so that they are ready when the product of the factors is: the product's
/// latency is what limits how many ratings the processor works on at once. The descent is cut off at the root of the sum instead, so
/// that no rating moves a row by more than the learning rate times the other row. Multiplications and additions are rounded
/// separately, the same at every level.
/// </remarks>
internal readonly unsafe ref struct SgdSteps
{
    private readonly double* _user;
    private readonly double* _item;
    private readonly Vector128<float> _state;
    private readonly Vector128<float> _rates;
    private readonly Vector128<float> _limits;

    /// <summary>Reads the states.</summary>
    /// <param name="user">The user's.</param>
    /// <param name="item">The item's.</param>
    /// <param name="rates">Learning rates of factors and bias, twice.</param>
    /// <param name="adaptive">Whether the adaptive rule holds.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SgdSteps(RowState* user, RowState* item, Vector128<float> rates, bool adaptive)
    {
        // Two floats travel as one double: its bits are only moved.
        _user = (double*)user;
        _item = (double*)item;
        _state = FourLanes.Load(_user, _item).AsSingle();
        if (adaptive)
        {
            Vector128<float> sums = Vector128.Shuffle(_state, Vector128.Create(0, 0, 2, 2));
            Vector128<float> inverseRoots = InverseSquareRoot(sums);
            _rates = rates * inverseRoots;
            _limits = sums * inverseRoots;
        }
        else
        {
            _rates = rates;
            _limits = Vector128.Create(float.PositiveInfinity);
        }

        Keep = Vector128<float>.One - _rates * FourLanes.Load(_user + 1, _item + 1).AsSingle();
    }

    /// <summary>What regularization leaves of each parameter, 1 - rate x regularization.</summary>
    public Vector128<float> Keep { get; }

    /// <summary>Steps the biases and adds to the sums; returns rate x descent for each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> Apply(float descent)
    {
        Vector128<float> bounded = FourLanes.Clamp(Vector128.Create(descent), _limits);
        Vector128<float> steps = _rates * bounded;
        // Sums: 1 s + d d. Biases: keep b + h d.
        Vector128<float> kept = FourLanes.Alternate(Vector128<float>.One, Keep) * _state;
        FourLanes.Store((kept + FourLanes.Alternate(bounded, _rates) * bounded).AsDouble(), _user, _item);
        return steps;
    }

    /// <summary>
    /// 1 / sqrt(x) to 3.5 %, which is ample for a learning rate: minus half the exponent by a shift of the bits. The processors' own
    /// estimates differ from maker to maker, and an exact root and division would take as long as the rest of an update. For numbers above
    /// 0; 0 gives about 1e19, infinity about 5e-20.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InverseSquareRoot(Vector128<float> x)
    {
        // The bits of 1.5 times the bias of the exponent, less what makes the largest error smallest; as the complement of y + 1, Magic - y
        // takes one instruction less.
        const int Magic = 0x5F37642F;
        return (~Vector128.ShiftRightLogical(x.AsInt32(), 1) + Vector128.Create(Magic + 1)).AsSingle();
    }
}
