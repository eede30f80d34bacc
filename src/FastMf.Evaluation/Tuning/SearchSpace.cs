using FastMf.Numerics;

namespace FastMf.Evaluation.Tuning;

/// <summary>Configurations to try.</summary>
public static class SearchSpace
{
    /// <summary>The most configurations of one search.</summary>
    public const int MaximumCount = 100_000;

    /// <summary>Every combination of the listed values; the last setting varies fastest.</summary>
    /// <param name="start">What all configurations share.</param>
    /// <param name="values">The values of each setting that is varied: lists only.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A setting has a range, is unknown or cannot have a value, or there are too many.</exception>
    public static IReadOnlyList<TrainerSettings> Grid(TrainerSettings start, IReadOnlyList<SettingValues> values)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(values);
        if (values.FirstOrDefault(setting => setting.List.Count == 0) is { } range)
        {
            throw new ArgumentException(
                $"{range.Name} has a range, of which a grid would have no end; list its values, or search at random.", nameof(values));
        }

        if (values.Aggregate(1.0, (count, setting) => count * setting.List.Count) > MaximumCount)
        {
            throw new ArgumentException(
                $"The grid has more than {MaximumCount:N0} combinations; list fewer values, or search at random.", nameof(values));
        }

        IEnumerable<TrainerSettings> grid = [start];
        foreach (SettingValues setting in values)
        {
            grid = grid.SelectMany(settings => setting.List.Select(value => settings.With(setting.Name, value)));
        }

        return [.. grid];
    }

    /// <summary>Random draws, a stream for each, none twice; fewer than asked for when lists do not have as many combinations.</summary>
    /// <param name="start">What all configurations share.</param>
    /// <param name="values">The values of each setting that is varied.</param>
    /// <param name="count">How many to draw, 1 to <see cref="MaximumCount"/>.</param>
    /// <param name="seed">Any number.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is out of its range.</exception>
    /// <exception cref="ArgumentException">A setting is unknown or cannot have a value.</exception>
    public static IReadOnlyList<TrainerSettings> Random(
        TrainerSettings start, IReadOnlyList<SettingValues> values, int count, long seed = 1)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaximumCount);
        var drawn = new Dictionary<string, TrainerSettings>();
        for (int stream = 0; drawn.Count < count && stream < 20 * count; stream++)
        {
            var random = new SeededRandom(seed, stream);
            TrainerSettings settings = values.Aggregate(start, (made, setting) => made.With(setting.Name, setting.Draw(random)));
            drawn.TryAdd(settings.ToJson().ToJsonString(), settings);
        }

        return [.. drawn.Values];
    }
}
