using TorchSharp.Kernels;

namespace TorchSharp;

using static torch;

/// <summary>C = op(A) · op(B) for float (the tiled kernels) and double (plain loops); nothing here is recorded.</summary>
internal static unsafe class MatrixProduct
{
    /// <summary>One matrix inside a tensor: where it starts, the stride of its rows, whether it lies transposed in memory.</summary>
    internal readonly record struct Layout(bool Transposed, long Stride);

    /// <summary>[.., m, k] · [.., k, n] for operands of rank 3 with equal batch sizes.</summary>
    internal static Tensor Batched(Tensor a, Tensor b)
    {
        long batch = a.Sizes[0], m = a.Sizes[1], k = a.Sizes[2], n = b.Sizes[2];
        Tensor y = Tensor.Create([batch, m, n], a.dtype);
        using Operand leftOperand = Usable(a, out Layout la), rightOperand = Usable(b, out Layout lb);
        Tensor left = leftOperand, right = rightOperand;
        if (a.dtype == ScalarType.Float32)
        {
            Gemm.RunBatch(batch, la.Transposed, lb.Transposed, m, n, k, 1, left.Data<float>(), la.Stride, left.Strides[0],
                right.Data<float>(), lb.Stride, right.Strides[0], 0, y.Data<float>(), n, m * n);
            return y;
        }
        double* pa = left.Data<double>(), pb = right.Data<double>(), pc = y.Data<double>();
        for (long i = 0; i < batch; i++)
            Plain(la.Transposed, lb.Transposed, m, n, k, pa + (i * left.Strides[0]), la.Stride, pb + (i * right.Strides[0]), lb.Stride, 0, pc + (i * m * n), n);
        return y;
    }

    /// <summary>[m, k] · [k, n], plus a bias by column where there is one.</summary>
    internal static Tensor Single(Tensor a, Tensor b, Tensor bias = null)
    {
        long m = a.Sizes[0], k = a.Sizes[1], n = b.Sizes[1];
        Tensor y = Tensor.Create([m, n], a.dtype);
        using Operand leftOperand = Usable(a, out Layout la), rightOperand = Usable(b, out Layout lb), biasOperand = Operand.Packed(bias);
        Tensor left = leftOperand, right = rightOperand, packedBias = biasOperand;
        if (a.dtype == ScalarType.Float32)
        {
            Run(la.Transposed, lb.Transposed, m, n, k, left.Data<float>(), la.Stride, right.Data<float>(), lb.Stride, 0, y.Data<float>(), n,
                packedBias is null ? null : packedBias.Data<float>());
            return y;
        }
        if (packedBias is not null) Copying.Into(y, packedBias);
        Run(la.Transposed, lb.Transposed, m, n, k, left.Data<double>(), la.Stride, right.Data<double>(), lb.Stride, packedBias is null ? 0 : 1, y.Data<double>(), n, null);
        return y;
    }

    internal static void Run<T>(bool transA, bool transB, long m, long n, long k, T* a, long lda, T* b, long ldb, float beta, T* c, long ldc, float* bias) where T : unmanaged
    {
        if (typeof(T) == typeof(float)) Gemm.Run(transA, transB, m, n, k, 1, (float*)a, lda, (float*)b, ldb, beta, (float*)c, ldc, new GemmEpilogue(bias));
        else Plain(transA, transB, m, n, k, (double*)a, lda, (double*)b, ldb, beta, (double*)c, ldc);
    }

    private static void Plain(bool transA, bool transB, long m, long n, long k, double* a, long lda, double* b, long ldb, float beta, double* c, long ldc) =>
        Workers.For(m, Math.Max(1, 65_536 / Math.Max(1, n * k)), (start, end) =>
        {
            for (long i = start; i < end; i++)
            {
                double* row = c + (i * ldc);
                for (long j = 0; j < n; j++) row[j] = beta == 0 ? 0 : beta * row[j];
                for (long p = 0; p < k; p++)
                {
                    double value = transA ? a[(p * lda) + i] : a[(i * lda) + p];
                    for (long j = 0; j < n; j++) row[j] += value * (transB ? b[(j * ldb) + p] : b[(p * ldb) + j]);
                }
            }
        });

    /// <summary>An operand whose last two dimensions are a row-major matrix, plain or transposed; packed where the strides are neither.</summary>
    private static Operand Usable(Tensor x, out Layout layout)
    {
        int rank = x.Sizes.Length;
        long rows = x.Sizes[rank - 2], columns = x.Sizes[rank - 1], rowStride = x.Strides[rank - 2], step = x.Strides[rank - 1];
        if ((step == 1 || columns == 1) && (rowStride >= columns || rows == 1))
        {
            layout = new Layout(Transposed: false, Math.Max(rows == 1 ? columns : rowStride, 1));
            return Operand.Itself(x);
        }
        if ((rowStride == 1 || rows == 1) && (step >= rows || columns == 1))
        {
            layout = new Layout(Transposed: true, Math.Max(columns == 1 ? rows : step, 1));
            return Operand.Itself(x);
        }
        layout = new Layout(Transposed: false, Math.Max(columns, 1));
        return Operand.Copied(x);
    }
}
