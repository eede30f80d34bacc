using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastMf.Kernels.Gram;

/// <summary>The rows of a panel where they lie, where they are to be packed, and the sums that take each row once.</summary>
internal readonly ref struct GatheredPanel
{
    // Inlined: what a constructor leaves in memory, field by field, would be copied as whole vectors, which wait for the fields' stores.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public GatheredPanel(in FactorView rows, in GatheredRows gathered, in NormalEquations sums, int start, int count, ref int next)
    {
        Origin = ref rows.Origin(0);
        Stride = rows.Stride;
        Index = ref Unsafe.Add(ref MemoryMarshal.GetReference(gathered.Indexes), start);
        Next = ref next;
        Target = ref Unsafe.Add(ref MemoryMarshal.GetReference(gathered.Targets), start);
        Weight = ref Unsafe.Add(ref MemoryMarshal.GetReference(gathered.Weights), start);
        Count = count;
        Packed = ref MemoryMarshal.GetReference(sums.Workspace);
        WeightedOffset = GramPanel.Length(rows.Width);
        Right = ref MemoryMarshal.GetReference(sums.Right);
        Border = ref MemoryMarshal.GetReference(sums.Border);
    }

    /// <summary>The matrix of which rows are gathered.</summary>
    public readonly ref float Origin;

    /// <summary>Floats from row to row of that matrix.</summary>
    public readonly nint Stride;

    /// <summary>Which row is the panel's first; the others follow.</summary>
    public readonly ref int Index;

    /// <summary>As many rows that will be needed next, or the same ones.</summary>
    public readonly ref int Next;

    /// <summary>Rows in the panel.</summary>
    public readonly nint Count;

    /// <summary>The first row's target.</summary>
    public readonly ref float Target;

    /// <summary>The first row's weight.</summary>
    public readonly ref float Weight;

    /// <summary>The packed panel.</summary>
    public readonly ref float Packed;

    /// <summary>Floats from a packed row to the same one times its weight.</summary>
    public readonly nint WeightedOffset;

    /// <summary>Sum of targets times rows.</summary>
    public readonly ref float Right;

    /// <summary>Sum of weights times rows.</summary>
    public readonly ref float Border;
}
