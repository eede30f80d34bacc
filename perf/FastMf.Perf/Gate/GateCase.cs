namespace FastMf.Perf.Gate;

/// <summary>A kernel or path that the gate watches.</summary>
/// <param name="Name">The name in the baseline.</param>
/// <param name="Cost">What there is to do.</param>
/// <param name="Kernel">Does its work once, on one thread.</param>
/// <param name="Naive">The same work as a loop that anybody would write first, on one thread.</param>
internal sealed record GateCase(string Name, Cost Cost, Action Kernel, Action Naive);
