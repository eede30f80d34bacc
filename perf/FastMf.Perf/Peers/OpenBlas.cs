using System.Runtime.InteropServices;

namespace FastMf.Perf.Peers;

/// <summary>
/// OpenBLAS, as a yardstick only: loaded where the system has it, on one thread. Row-major upper triangles are lower ones in its
/// column-major order.
/// </summary>
internal sealed unsafe class OpenBlas
{
    private const int RowMajor = 101;
    private const int ColumnMajor = 102;
    private const int Upper = 121;
    private const int Transposed = 112;

    private readonly delegate* unmanaged<int, int, int, int, int, float, float*, int, float, float*, int, void> _ssyrk;
    private readonly delegate* unmanaged<byte*, int*, float*, int*, int*, void> _spotrf;
    private readonly delegate* unmanaged<byte*, int*, int*, float*, int*, float*, int*, int*, void> _spotrs;

    private OpenBlas(nint library)
    {
        _ssyrk = (delegate* unmanaged<int, int, int, int, int, float, float*, int, float, float*, int, void>)NativeLibrary.GetExport(
            library, "cblas_ssyrk");
        _spotrf = (delegate* unmanaged<byte*, int*, float*, int*, int*, void>)NativeLibrary.GetExport(library, "spotrf_");
        _spotrs = (delegate* unmanaged<byte*, int*, int*, float*, int*, float*, int*, int*, void>)NativeLibrary.GetExport(
            library, "spotrs_");
        ((delegate* unmanaged<int, void>)NativeLibrary.GetExport(library, "openblas_set_num_threads"))(1);
    }

    /// <summary>The library, or null, with a message, where there is none.</summary>
    public static OpenBlas? Load()
    {
        if (NativeLibrary.TryLoad("libopenblas.so.0", out nint library))
        {
            return new OpenBlas(library);
        }

        Console.WriteLine("OpenBLAS is not installed; its columns are empty.");
        return null;
    }

    /// <summary>C += A^T A, upper triangle, for a row-major A of n rows of k floats.</summary>
    public void AccumulateGram(Span<float> a, int n, int k, Span<float> gram)
    {
        fixed (float* rows = a)
        fixed (float* c = gram)
        {
            _ssyrk(RowMajor, Upper, Transposed, k, n, 1, rows, k, 1, c, k);
        }
    }

    /// <summary>Factorizes and solves in place; true when positive definite.</summary>
    public bool TrySolve(Span<float> matrix, int k, Span<float> rightHandSide)
    {
        byte lower = (byte)'L';
        int one = 1, info;
        fixed (float* a = matrix)
        fixed (float* b = rightHandSide)
        {
            _spotrf(&lower, &k, a, &k, &info);
            int failed = info;
            _spotrs(&lower, &k, &one, a, &k, b, &k, &info);
            return failed == 0 && info == 0;
        }
    }
}
