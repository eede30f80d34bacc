namespace FastMf.Kernels.Sgd;

/// <summary>A user prefers one item to another. Rows of the model; in range and the items distinct, not checked by the kernels.</summary>
/// <param name="User">Row of the user.</param>
/// <param name="Preferred">Row of the item that he chose.</param>
/// <param name="Other">Row of an item that he did not choose.</param>
public readonly record struct PreferenceSample(int User, int Preferred, int Other);
