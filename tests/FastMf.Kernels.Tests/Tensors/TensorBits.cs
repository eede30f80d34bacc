using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FastMf.Numerics;

namespace FastMf.Kernels.Tests.Tensors;

/// <summary>
/// Prints a hash of the bits that functions of <see cref="TensorPrimitives"/> give for one input. A program of its own, because a
/// process has one vector width from its start.
/// </summary>
internal static class TensorBits
{
    private const int Length = 1003;

    private delegate void Function(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> z, Span<float> result);

    /// <summary>Functions of each element alone, of which each result is rounded as IEEE 754 says.</summary>
    private static readonly (string Name, Function Function)[] Elementwise =
    [
        ("Add", (x, y, _, result) => TensorPrimitives.Add(x, y, result)),
        ("Subtract", (x, y, _, result) => TensorPrimitives.Subtract(x, y, result)),
        ("Multiply", (x, y, _, result) => TensorPrimitives.Multiply(x, y, result)),
        ("Divide", (x, y, _, result) => TensorPrimitives.Divide(x, y, result)),
        ("MultiplyAdd", TensorPrimitives.MultiplyAdd),
        ("FusedMultiplyAdd", TensorPrimitives.FusedMultiplyAdd),
        ("Sqrt", (_, y, _, result) => TensorPrimitives.Sqrt(y, result)),
        ("Abs", (x, _, _, result) => TensorPrimitives.Abs(x, result)),
        ("Min", (x, y, _, result) => TensorPrimitives.Min(x, y, result)),
        ("Max", (x, y, _, result) => TensorPrimitives.Max(x, y, result)),
        ("Clamp", (x, _, _, result) => TensorPrimitives.Clamp(x, -0.5f, 0.5f, result)),
        ("Floor", (x, _, _, result) => TensorPrimitives.Floor(x, result)),
        ("Pow", (_, y, z, result) => TensorPrimitives.Pow(y, z, result)),
    ];

    /// <summary>Sums, whose order depends on the width, and approximations, whose formula does.</summary>
    private static readonly (string Name, Function Function)[] Others =
    [
        ("Dot", (x, y, _, result) => result[0] = TensorPrimitives.Dot(x, y)),
        ("Sum", (x, _, _, result) => result[0] = TensorPrimitives.Sum(x)),
        ("SumOfSquares", (x, _, _, result) => result[0] = TensorPrimitives.SumOfSquares(x)),
        ("Norm", (x, _, _, result) => result[0] = TensorPrimitives.Norm(x)),
        ("Distance", (x, y, _, result) => result[0] = TensorPrimitives.Distance(x, y)),
        ("CosineSimilarity", (x, y, _, result) => result[0] = TensorPrimitives.CosineSimilarity(x, y)),
        ("SoftMax", (x, _, _, result) => TensorPrimitives.SoftMax(x, result)),
        ("Log", (_, y, _, result) => TensorPrimitives.Log(y, result)),
        ("MultiplyAddEstimate", TensorPrimitives.MultiplyAddEstimate),
    ];

    public static IEnumerable<string> NamesOfElementwise => Elementwise.Select(function => function.Name);

    public static IEnumerable<string> NamesOfOthers => Others.Select(function => function.Name);

    public static void Main()
    {
        var random = new SeededRandom(5);
        float[] x = [.. Enumerable.Range(0, Length).Select(_ => (float)random.NextGaussian())];
        float[] y = [.. Enumerable.Range(0, Length).Select(_ => MathF.Abs((float)random.NextGaussian()) + 0.01f)];
        float[] z = [.. Enumerable.Range(0, Length).Select(_ => (float)random.NextGaussian())];
        foreach ((string name, Function function) in Elementwise.Concat(Others))
        {
            float[] result = new float[Length];
            function(x, y, z, result);
            Console.WriteLine($"{name} {Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<float>(result)))}");
        }
    }
}
