using System.Runtime.InteropServices;
using FastMf.Numerics;

namespace FastMf.Evaluation.Generation;

/// <summary>
/// Draws indexes with given probabilities in constant time: Walker's alias method, built as Vose (1991) does. A cell takes 8 bytes,
/// so that the table of 60,000 items stays in the second-level cache, and a draw takes one random number and one memory access.
/// </summary>
internal sealed class AliasTable
{
    private readonly Cell[] _cells;

    /// <summary>Builds the table for weights above 0, in linear time.</summary>
    public AliasTable(ReadOnlySpan<double> weights)
    {
        double sum = 0;
        foreach (double weight in weights)
        {
            sum += weight;
        }

        // The cells below the average are filled up from those above it; each list is a stack in one array, from either end.
        _cells = new Cell[weights.Length];
        double[] scaled = new double[weights.Length];
        int[] stacks = new int[weights.Length];
        int small = 0;
        int large = weights.Length;
        for (int i = 0; i < weights.Length; i++)
        {
            scaled[i] = weights[i] / sum * weights.Length;
            stacks[scaled[i] < 1 ? small++ : --large] = i;
        }

        while (small > 0 && large < stacks.Length)
        {
            int poor = stacks[--small];
            int rich = stacks[large];
            _cells[poor] = new Cell((uint)(scaled[poor] * 4294967296.0), rich);
            scaled[rich] -= 1 - scaled[poor];
            if (scaled[rich] < 1)
            {
                large++;
                stacks[small++] = rich;
            }
        }

        // What is left on either stack has weight 1 up to rounding, and keeps its cell for itself.
        foreach (int full in stacks.AsSpan(0, small))
        {
            _cells[full] = new Cell(uint.MaxValue, full);
        }

        foreach (int full in stacks.AsSpan(large))
        {
            _cells[full] = new Cell(uint.MaxValue, full);
        }
    }

    /// <summary>An index, with probability proportional to its weight up to 2^-32 of a cell.</summary>
    public int Draw(SeededRandom random)
    {
        // The integer part of r n / 2^64 picks the cell, its fraction decides between the cell's two indexes.
        ulong cell = Math.BigMul(random.NextUInt64(), (ulong)_cells.Length, out ulong fraction);
        Cell chosen = _cells[cell];
        return (uint)(fraction >> 32) < chosen.Threshold ? (int)cell : chosen.Alias;
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Cell(uint Threshold, int Alias);
}
