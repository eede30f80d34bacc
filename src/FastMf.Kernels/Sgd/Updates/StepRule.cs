namespace FastMf.Kernels.Sgd.Updates;

/// <summary>
/// The branches of an update, as types: those of the default rule are decided when the kernel is compiled, not for every sample.
/// </summary>
internal static class StepRule
{
    public interface IStepRule
    {
        static abstract bool Adaptive(in SgdStep step);

        static abstract bool Simultaneous(in SgdStep step);

        static abstract bool NonNegative(in SgdStep step);
    }

    /// <summary>Adaptive, simultaneous, factors of either sign.</summary>
    public readonly struct Default : IStepRule
    {
        public static bool Adaptive(in SgdStep step) => true;

        public static bool Simultaneous(in SgdStep step) => true;

        public static bool NonNegative(in SgdStep step) => false;
    }

    /// <summary>Whatever the step says.</summary>
    public readonly struct Any : IStepRule
    {
        public static bool Adaptive(in SgdStep step) => step.Adaptive;

        public static bool Simultaneous(in SgdStep step) => step.Simultaneous;

        public static bool NonNegative(in SgdStep step) => step.NonNegative;
    }
}
