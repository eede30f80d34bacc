namespace FastMf.Perf.Gate;

/// <summary>What one call of a case has to do at least.</summary>
/// <param name="Operations">Floating-point additions and multiplications; 0 where they are not what it is about.</param>
/// <param name="Bytes">Bytes that must be read; 0 where they are not what it is about.</param>
/// <param name="Items">Of what it makes or consumes.</param>
/// <param name="Item">What that is.</param>
internal readonly record struct Cost(double Operations, double Bytes, int Items, string Item);
