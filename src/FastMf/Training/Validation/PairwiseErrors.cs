using System.Runtime.Intrinsics;
using FastMf.Kernels;
using FastMf.Model;
using FastMf.Numerics;

namespace FastMf.Training.Validation;

/// <summary>
/// The sum of (1 - probability of a comparison)^2, which is 1 / (1 + exp(x))^2 where the model prefers by x. Scores are collected first:
/// eight exponentials take little longer than one.
/// </summary>
internal ref struct PairwiseErrors(ModelParameters parameters)
{
    private const int Collected = 1024;

    /// <summary>Comparisons of a user whose products are taken at once.</summary>
    private const int AtOnce = 128;

    private readonly double[] _differences = new double[Collected];
    private int _count;
    private double _sum;

    /// <summary>Adds the errors of a user's comparisons.</summary>
    /// <param name="user">The user, -1 for one that the model does not know.</param>
    /// <param name="preferred">The items to be preferred; -1 for one that the model does not know.</param>
    /// <param name="others">As many others, all known.</param>
    public void Add(int user, ReadOnlySpan<int> preferred, ReadOnlySpan<int> others)
    {
        bool allKnown = user >= 0 && !preferred.Contains(-1);
        for (int first = 0; first < preferred.Length; first += AtOnce)
        {
            int count = Math.Min(AtOnce, preferred.Length - first);
            if (_count + count > Collected)
            {
                Flush();
            }

            Span<double> differences = _differences.AsSpan(_count, count);
            if (allKnown)
            {
                Compare(user, preferred.Slice(first, count), others.Slice(first, count), differences);
            }
            else
            {
                for (int i = 0; i < count; i++)
                {
                    differences[i] = (double)parameters.Score(user, others[first + i]) - parameters.Score(user, preferred[first + i]);
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
    private readonly void Compare(int user, ReadOnlySpan<int> preferred, ReadOnlySpan<int> others, Span<double> differences)
    {
        Span<float> up = stackalloc float[AtOnce];
        Span<float> down = stackalloc float[AtOnce];
        ReadOnlySpan<float> row = parameters.UserFactors.View.PaddedRow(user);
        ReadOnlySpan<float> biases = parameters.ItemBiases.Span;
        KernelSet.Best.DotGathered(parameters.ItemFactors.View, preferred, row, up[..preferred.Length]);
        KernelSet.Best.DotGathered(parameters.ItemFactors.View, others, row, down[..others.Length]);
        for (int i = 0; i < differences.Length; i++)
        {
            differences[i] = (double)(biases[others[i]] + down[i]) - (biases[preferred[i]] + up[i]);
        }
    }

    private void Flush()
    {
        int i = 0;
        Vector512<double> sums = default;
        for (; i + 8 <= _count; i += 8)
        {
            Vector512<double> error = PortableMath.Logistic(Vector512.Create(_differences.AsSpan(i, 8)));
            sums += error * error;
        }

        _sum += Vector512.Sum(sums);
        for (; i < _count; i++)
        {
            double error = PortableMath.Logistic(_differences[i]);
            _sum += error * error;
        }

        _count = 0;
    }
}
