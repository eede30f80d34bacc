using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastMf.Kernels.Sgd;

namespace FastMf.Kernels.Tests;

/// <summary>Kernels read states and samples as numbers that lie one after the other.</summary>
public class LayoutTests
{
    [Fact]
    public void A_row_state_is_squared_gradients_bias_and_both_regularizations()
    {
        Assert.Equal(RowState.Bytes, Unsafe.SizeOf<RowState>());
        RowState[] states = [new() { SquaredGradients = 1, Bias = 2, FactorRegularization = 3, BiasRegularization = 4 }];
        Assert.Equal([1, 2, 3, 4], MemoryMarshal.Cast<RowState, float>(states).ToArray());
    }

    [Fact]
    public void Samples_are_their_rows_and_the_value()
    {
        Assert.Equal([1, 2, BitConverter.SingleToInt32Bits(3)], MemoryMarshal.Cast<SgdSample, int>((SgdSample[])[new(1, 2, 3)]).ToArray());
        Assert.Equal([1, 2, 3], MemoryMarshal.Cast<PreferenceSample, int>((PreferenceSample[])[new(1, 2, 3)]).ToArray());
        uint value = BitConverter.SingleToUInt32Bits(3);
        Assert.Equal(
            [1, 2, (ushort)value, (ushort)(value >> 16)],
            MemoryMarshal.Cast<BlockSample, ushort>((BlockSample[])[new(1, 2, 3)]).ToArray());
    }
}
