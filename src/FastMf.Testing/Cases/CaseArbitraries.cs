using FsCheck;
using FsCheck.Fluent;

namespace FastMf.Testing.Cases;

/// <summary>
/// Draws and shrinks every kind of <see cref="SeededCase"/>, those of this package and your own. Registered with FsCheck, as in
/// <c>[Property(Arbitrary = [typeof(CaseArbitraries)])]</c>, it serves every property that takes one case.
/// </summary>
public static class CaseArbitraries
{
    /// <summary>Cases of one kind; the one that <see cref="PropertyCheck.ReplayVariable"/> holds, where it is set.</summary>
    /// <typeparam name="TCase">A record derived from <see cref="SeededCase"/>.</typeparam>
    /// <exception cref="NotSupportedException"><typeparamref name="TCase"/> is not derived from <see cref="SeededCase"/>.</exception>
    /// <exception cref="FormatException">The variable holds no case of this kind.</exception>
    public static Arbitrary<TCase> Of<TCase>()
    {
        // FsCheck asks a registered method without a constraint for every type that nothing else is registered for.
        if (!typeof(SeededCase).IsAssignableFrom(typeof(TCase)))
        {
            throw new NotSupportedException(
                $"A property takes one case, a record derived from {nameof(SeededCase)}; {typeof(TCase)} is none.");
        }

        var shape = new CaseShape(typeof(TCase));
        return PropertyCheck.Replay is { } replay
            ? Gen.Constant((TCase)(object)shape.Parse(replay)).ToArbitrary()
            : Arb.From(
                shape.Draw().Select(drawn => (TCase)(object)drawn), drawn => shape.Smaller((SeededCase)(object)drawn!).Cast<TCase>());
    }
}
