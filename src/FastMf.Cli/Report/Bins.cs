namespace FastMf.Cli.Report;

/// <summary>Ranges that numbers are counted in: ascending edges, each range from one edge up to the next, the last with its end.</summary>
internal static class Bins
{
    /// <summary>More single values than this are counted in ranges.</summary>
    private const int MostValues = 40;

    /// <summary>Ranges of equal width from the least number to the largest.</summary>
    public static double[] Even(IReadOnlyList<double> values, int count)
    {
        double low = values.Min();
        double width = (values.Max() - low) / count;
        return Edges(low, width > 0 ? width : 1, count);
    }

    /// <summary>Whether so few values occur, evenly spaced as ratings are, that each has a bin of its own.</summary>
    public static bool AreFew(IReadOnlyList<double> values) => Grid(values).Count <= MostValues;

    /// <summary>A range around each value that occurs, when they are few; otherwise 20 even ranges.</summary>
    public static double[] OfRatings(IReadOnlyList<double> values)
    {
        (double low, double gap, double count) = Grid(values);
        return count <= MostValues ? Edges(low - gap / 2, gap, (int)count) : Even(values, 20);
    }

    /// <summary>Ranges that begin at powers of two: for whole numbers above 0 of which few are large.</summary>
    public static double[] Doubling(IReadOnlyList<double> values)
    {
        var edges = new List<double> { Math.Pow(2, Math.Floor(Math.Log2(values.Min()))) };
        while (edges[^1] <= values.Max())
        {
            edges.Add(2 * edges[^1]);
        }

        return [.. edges];
    }

    /// <summary>How many of the numbers are in each range.</summary>
    public static int[] Count(IReadOnlyList<double> values, double[] edges)
    {
        int[] counts = new int[edges.Length - 1];
        foreach (double value in values)
        {
            int place = Array.BinarySearch(edges, value);
            counts[Math.Clamp(place >= 0 ? place : ~place - 1, 0, counts.Length - 1)]++;
        }

        return counts;
    }

    /// <summary>The least value, the smallest distance of two, and how many values so far apart reach to the largest.</summary>
    private static (double Low, double Gap, double Count) Grid(IReadOnlyList<double> values)
    {
        double[] distinct = [.. values.Distinct().Order()];
        double gap = distinct.Length == 1 ? 1 : distinct.Zip(distinct.Skip(1), (one, next) => next - one).Min();
        return (distinct[0], gap, Math.Round((distinct[^1] - distinct[0]) / gap) + 1);
    }

    private static double[] Edges(double low, double width, int count) => [.. Enumerable.Range(0, count + 1).Select(i => low + width * i)];
}
