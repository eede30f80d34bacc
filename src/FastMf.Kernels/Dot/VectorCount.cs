namespace FastMf.Kernels.Dot;

/// <summary>How many vectors a row has, as types: the kernel compiled for 1 to 8 of them keeps the rows of a sample in registers.</summary>
internal static class VectorCount
{
    public interface IVectorCount
    {
        static abstract int Count { get; }
    }

    /// <summary>Any number: rows are read again from the first-level cache for the update.</summary>
    public readonly struct Any : IVectorCount
    {
        public static int Count => 0;
    }

    public readonly struct One : IVectorCount
    {
        public static int Count => 1;
    }

    public readonly struct Two : IVectorCount
    {
        public static int Count => 2;
    }

    public readonly struct Three : IVectorCount
    {
        public static int Count => 3;
    }

    /// <summary>With both rows and the constants of a step 14 registers of 16.</summary>
    public readonly struct Four : IVectorCount
    {
        public static int Count => 4;
    }

    /// <summary>From here on for vectors of 16 floats, of which there are 32 registers.</summary>
    public readonly struct Five : IVectorCount
    {
        public static int Count => 5;
    }

    public readonly struct Six : IVectorCount
    {
        public static int Count => 6;
    }

    public readonly struct Seven : IVectorCount
    {
        public static int Count => 7;
    }

    /// <summary>With both rows and the constants of a step 22 registers.</summary>
    public readonly struct Eight : IVectorCount
    {
        public static int Count => 8;
    }
}
