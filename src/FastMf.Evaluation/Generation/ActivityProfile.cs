namespace FastMf.Evaluation.Generation;

/// <summary>
/// How many ratings each user gives, most active first: minimum + scale w(rank) under a <see cref="PowerLaw"/>, cut off at the size
/// of the catalogue, and adding up to the wanted number exactly.
/// </summary>
internal static class ActivityProfile
{
    /// <summary>The counts, descending; options are valid.</summary>
    public static int[] Counts(GeneratorOptions options)
    {
        int users = options.Users;
        int minimum = options.Ratings >= (long)options.MinimumRatingsPerUser * users ? options.MinimumRatingsPerUser : 1;
        long free = options.Ratings - (long)minimum * users;
        int[] counts = new int[users];
        Array.Fill(counts, minimum);
        if (free == 0)
        {
            return counts;
        }

        double topShare = Math.Max(0, options.TopUserShare * options.Items - minimum) / free;
        double[] weights = PowerLaw.WithTopShare(options.ActivityExponent, users, topShare).Weights();
        double room = options.Items - minimum;
        double scale = LargestScale(weights, room, free);
        for (int rank = 0; rank < users; rank++)
        {
            int share = (int)Math.Min(room, scale * weights[rank]);
            counts[rank] += share;
            free -= share;
        }

        // Rounding down has left less than one rating for each user who has room.
        while (free > 0)
        {
            for (int rank = 0; rank < users && free > 0; rank++)
            {
                if (counts[rank] < options.Items)
                {
                    counts[rank]++;
                    free--;
                }
            }
        }

        return counts;
    }

    /// <summary>About the largest scale for which the sum of min(room, scale w) is at most <paramref name="total"/>.</summary>
    private static double LargestScale(double[] weights, double room, double total)
    {
        // Where nobody is cut off this is the scale; cutting off can only ask for a larger one.
        double low = total / Sum(weights, double.PositiveInfinity, 1);
        double high = low;
        while (Sum(weights, room, high) < total)
        {
            low = high;
            high *= 2;
        }

        for (int step = 0; step < 50 && low < high; step++)
        {
            double middle = low + (high - low) * 0.5;
            if (Sum(weights, room, middle) <= total)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static double Sum(double[] weights, double room, double scale)
    {
        double sum = 0;
        foreach (double weight in weights)
        {
            sum += Math.Min(room, scale * weight);
        }

        return sum;
    }
}
