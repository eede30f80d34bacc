using System.Globalization;
using System.Runtime.CompilerServices;
using FastMf.Kernels;

namespace FastMf.Perf.Gate;

/// <summary>The loops that anybody would write first: scalar, in float, compiled at full optimization.</summary>
internal static class Naive
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        float sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }

    /// <summary>A = sum v v^T, upper triangle, and c = sum y v.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void NormalEquations(FactorView rows, int[] indexes, float[] targets, Span<float> gram, Span<float> right)
    {
        int stride = rows.Stride;
        gram.Clear();
        right.Clear();
        for (int n = 0; n < indexes.Length; n++)
        {
            ReadOnlySpan<float> v = rows.Row(indexes[n]);
            for (int i = 0; i < v.Length; i++)
            {
                right[i] += targets[n] * v[i];
                for (int j = i; j < v.Length; j++)
                {
                    gram[i * stride + j] += v[i] * v[j];
                }
            }
        }
    }

    /// <summary>A x = b by Cholesky, in place, for a row-major A of the given stride.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Solve(Span<float> a, int order, int stride, Span<float> b)
    {
        for (int i = 0; i < order; i++)
        {
            float reciprocal = 1 / MathF.Sqrt(a[i * stride + i]);
            for (int j = i; j < order; j++)
            {
                a[i * stride + j] *= reciprocal;
            }

            b[i] *= reciprocal;
            for (int k = i + 1; k < order; k++)
            {
                float factor = a[i * stride + k];
                b[k] -= factor * b[i];
                for (int j = k; j < order; j++)
                {
                    a[k * stride + j] -= factor * a[i * stride + j];
                }
            }
        }

        for (int i = order - 1; i >= 0; i--)
        {
            float sum = b[i];
            for (int j = i + 1; j < order; j++)
            {
                sum -= a[i * stride + j] * b[j];
            }

            b[i] = sum / a[i * stride + i];
        }
    }

    /// <summary>A step of SGD for one rating.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Update(Span<float> p, Span<float> q, float value, float rate, float regularization)
    {
        float error = value - Dot(p, q);
        for (int f = 0; f < p.Length; f++)
        {
            float old = p[f];
            p[f] += rate * (error * q[f] - regularization * old);
            q[f] += rate * (error * old - regularization * q[f]);
        }
    }

    /// <summary>The best items by score: every item is scored, and goes where it belongs in a sorted list.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Best(FactorView items, ReadOnlySpan<float> biases, ReadOnlySpan<float> user, Span<(float Score, int Item)> best)
    {
        best.Fill((float.NegativeInfinity, -1));
        for (int item = 0; item < biases.Length; item++)
        {
            float score = biases[item] + Dot(items.Row(item), user);
            for (int place = best.Length - 1; place >= 0 && score > best[place].Score; place--)
            {
                if (place + 1 < best.Length)
                {
                    best[place + 1] = best[place];
                }

                best[place] = (score, item);
            }
        }
    }

    /// <summary>Triples from text, line by line, with a number for each id.</summary>
    public static int Load(byte[] text)
    {
        using var reader = new StreamReader(new MemoryStream(text));
        var users = new Dictionary<string, int>();
        var items = new Dictionary<string, int>();
        var ratings = new List<(int User, int Item, float Value)>();
        while (reader.ReadLine() is { } line)
        {
            string[] fields = line.Split(' ');
            users.TryAdd(fields[0], users.Count);
            items.TryAdd(fields[1], items.Count);
            ratings.Add((users[fields[0]], items[fields[1]], float.Parse(fields[2], CultureInfo.InvariantCulture)));
        }

        ratings.Sort();
        return ratings.Count;
    }
}
