namespace FastMf.Training.Ranking;

/// <summary>The items of two ranges, the second of which may be empty, numbered from 0 on.</summary>
internal readonly struct DrawRange
{
    private readonly int _firstStart;
    private readonly int _firstLength;
    private readonly int _secondStart;

    public DrawRange((int Start, int Length) first, (int Start, int Length) second)
    {
        (_firstStart, _firstLength) = first;
        _secondStart = second.Start - first.Length;
        Length = first.Length + second.Length;
    }

    /// <summary>The number of items.</summary>
    public int Length { get; }

    /// <summary>The item of a number. Without a branch, which would be foreseen half of the time.</summary>
    public int Item(int number) => number + (number < _firstLength ? _firstStart : _secondStart);
}
