namespace FastMf.Kernels.Instructions;

/// <summary>How a multiply-add rounds, as types: the kernels are compiled for each.</summary>
internal static class Rounding
{
    public interface IRounding
    {
        static abstract bool IsFused { get; }
    }

    /// <summary>Fused: once, after the addition.</summary>
    public readonly struct Once : IRounding
    {
        public static bool IsFused => true;
    }

    /// <summary>After the multiplication and after the addition.</summary>
    public readonly struct Twice : IRounding
    {
        public static bool IsFused => false;
    }
}
