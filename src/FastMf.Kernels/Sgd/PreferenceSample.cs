namespace FastMf.Kernels.Sgd;

/// <summary>A user prefers one item to another. Both items are distinct.</summary>
/// <param name="User">Row of the user.</param>
/// <param name="Preferred">Row of the positive item, which the user chose.</param>
/// <param name="Negative">Row of a negative item, which the user did not choose.</param>
public readonly record struct PreferenceSample(int User, int Preferred, int Negative);
