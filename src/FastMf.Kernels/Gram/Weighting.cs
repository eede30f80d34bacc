namespace FastMf.Kernels.Gram;

/// <summary>
/// Whether gathered rows have weights, as types: the tiles are compiled for each, so that rows without do nothing for them.
/// </summary>
internal static class Weighting
{
    public interface IWeighting
    {
        static abstract bool HasWeights { get; }
    }

    public readonly struct None : IWeighting
    {
        public static bool HasWeights => false;
    }

    public readonly struct Each : IWeighting
    {
        public static bool HasWeights => true;
    }
}
