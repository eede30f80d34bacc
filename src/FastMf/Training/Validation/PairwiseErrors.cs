using FastMf.Kernels;
using FastMf.Kernels.Unchecked;
using FastMf.Model;
using FastMf.Numerics;

namespace FastMf.Training.Validation;

/// <summary>
/// The sum of (1 - p)^2 over pairs of a positive and a negative, with p = 1 / (1 + exp(-x)) where the model prefers the positive by x.
/// Scores are collected first: eight exponentials take little longer than one.
/// </summary>
/// <param name="parameters">The model.</param>
/// <param name="kernels">The kernels that training uses.</param>
internal ref struct PairwiseErrors(ModelParameters parameters, KernelSet kernels)
{
    private const int Collected = 1024;

    /// <summary>Pairs of a user whose products are taken at once.</summary>
    private const int AtOnce = 128;

    private readonly double[] _differences = new double[Collected];
    private int _count;
    private double _sum;

    /// <summary>Adds the errors of a user's pairs.</summary>
    /// <param name="user">The user, -1 for one that the model does not know.</param>
    /// <param name="positives">The items to be preferred; -1 for one that the model does not know.</param>
    /// <param name="negatives">As many negatives, all known.</param>
    public void Add(int user, ReadOnlySpan<int> positives, ReadOnlySpan<int> negatives)
    {
        bool allKnown = user >= 0 && !positives.Contains(-1);
        for (int first = 0; first < positives.Length; first += AtOnce)
        {
            int count = Math.Min(AtOnce, positives.Length - first);
            if (_count + count > Collected)
            {
                Flush();
            }

            Span<double> differences = _differences.AsSpan(_count, count);
            if (allKnown)
            {
                Compare(user, positives.Slice(first, count), negatives.Slice(first, count), differences);
            }
            else
            {
                for (int i = 0; i < count; i++)
                {
                    differences[i] = (double)parameters.Score(user, negatives[first + i], kernels)
                        - parameters.Score(user, positives[first + i], kernels);
                }
            }

            _count += count;
        }
    }

    /// <summary>The sum of all.</summary>
    public double Sum()
    {
        Flush();
        return _sum;
    }

    /// <summary>Mean and the user's bias are in both scores.</summary>
    private readonly void Compare(int user, ReadOnlySpan<int> positives, ReadOnlySpan<int> negatives, Span<double> differences)
    {
        Span<float> ofPositives = stackalloc float[AtOnce];
        Span<float> ofNegatives = stackalloc float[AtOnce];
        ReadOnlySpan<float> row = parameters.UserFactors.View.PaddedRow(user);
        ReadOnlySpan<float> biases = parameters.ItemBiases.Span;
        kernels.DotGatheredUnchecked(parameters.ItemFactors.View, positives, row, ofPositives[..positives.Length]);
        kernels.DotGatheredUnchecked(parameters.ItemFactors.View, negatives, row, ofNegatives[..negatives.Length]);
        for (int i = 0; i < differences.Length; i++)
        {
            differences[i] = (double)(biases[negatives[i]] + ofNegatives[i]) - (biases[positives[i]] + ofPositives[i]);
        }
    }

    private void Flush()
    {
        _sum = PortableMath.AddSquaredLogistics(_sum, _differences.AsSpan(0, _count));
        _count = 0;
    }
}
