using FastMf.Numerics;

namespace FastMf.Evaluation.Generation;

/// <summary>How likely each item is to be drawn, most popular first: a <see cref="PowerLaw"/>.</summary>
internal static class PopularityProfile
{
    /// <summary>The activity of this many users stands for that of all of them when the head of the law is fitted.</summary>
    private const int SampledUsers = 1024;

    /// <summary>The weights of the items by rank, descending.</summary>
    /// <param name="options">Valid options.</param>
    /// <param name="counts">The number of ratings of each user, descending.</param>
    public static double[] Weights(GeneratorOptions options, int[] counts) =>
        PowerLaw.WithTopShare(options.PopularityExponent, options.Items, TopProbability(options.TopItemShare, counts)).Weights();

    /// <summary>The p for which the share of users who draw an item of probability p, the mean of 1 - exp(-p n), is as wanted.</summary>
    private static double TopProbability(double share, int[] counts)
    {
        int sampled = Math.Min(SampledUsers, counts.Length);
        double low = 0;
        double high = 1;
        for (int step = 0; step < 40; step++)
        {
            double middle = (low + high) * 0.5;
            double sum = 0;
            for (int i = 0; i < sampled; i++)
            {
                sum += 1 - PortableMath.Exp(-middle * counts[(long)i * counts.Length / sampled]);
            }

            if (sum < share * sampled)
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
}
