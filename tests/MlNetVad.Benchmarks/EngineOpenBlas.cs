using System.Runtime.InteropServices;

namespace MlNetVad.Benchmarks;

/// <summary>The peer of plain products.</summary>
internal static unsafe partial class EngineOpenBlas
{
    private const int RowMajor = 101;
    private const int NoTranspose = 111;

    /// <summary>C = A B, n by n, on this many threads.</summary>
    public static Action Product(int n, int threads)
    {
        float* a = Matrix(n);
        float* b = Matrix(n);
        float* c = Matrix(n);
        return () =>
        {
            SetThreads(threads);
            Sgemm(RowMajor, NoTranspose, NoTranspose, n, n, n, 1, a, n, b, n, 0, c, n);
        };
    }

    private static float* Matrix(int n)
    {
        var random = new Random(1);
        float* values = (float*)NativeMemory.AlignedAlloc((nuint)n * (nuint)n * sizeof(float), 64);
        for (long i = 0; i < (long)n * n; i++)
        {
            values[i] = random.NextSingle() - 0.5f;
        }

        return values;
    }

    [LibraryImport("libopenblas.so.0", EntryPoint = "openblas_set_num_threads")]
    private static partial void SetThreads(int threads);

    [LibraryImport("libopenblas.so.0", EntryPoint = "cblas_sgemm")]
    private static partial void Sgemm(
        int layout, int transA, int transB, int m, int n, int k, float alpha, float* a, int lda, float* b, int ldb, float beta, float* c, int ldc);
}
