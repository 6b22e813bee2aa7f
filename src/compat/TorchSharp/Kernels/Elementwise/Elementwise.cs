using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>
/// Loops over contiguous memory; y may be an input. Ops are the structs of UnaryOps, BinaryOps and GradOps. A tail shorter
/// than a vector is computed as a vector of which only a part is read and stored: an element's value does not depend on its place.
/// </summary>
internal static unsafe class Elementwise
{
    /// <summary>Elements worth a piece of parallel work.</summary>
    internal const long Grain = 16384;

    /// <summary>y[i] = op(x[i]).</summary>
    internal static void Unary<TOp>(TOp op, float* x, float* y, long n) where TOp : struct, IUnaryOp
    {
        if (n <= Grain)
            UnaryRange(op, x, y, n);
        else
            Workers.For(n, Grain, new UnaryWork<TOp>(op, x, y));
    }

    /// <summary>y[i] = op(a[i], b[i]).</summary>
    internal static void Binary<TOp>(TOp op, float* a, float* b, float* y, long n) where TOp : struct, IBinaryOp
    {
        if (n <= Grain)
            BinaryRange(op, a, b, y, n);
        else
            Workers.For(n, Grain, new BinaryWork<TOp>(op, a, b, y));
    }

    /// <summary>y[i] = op(a[i], b[i], c[i]).</summary>
    internal static void Ternary<TOp>(TOp op, float* a, float* b, float* c, float* y, long n) where TOp : struct, ITernaryOp
    {
        if (n <= Grain)
            TernaryRange(op, a, b, c, y, n);
        else
            Workers.For(n, Grain, new TernaryWork<TOp>(op, a, b, c, y));
    }

    /// <summary>y[i] = value.</summary>
    internal static void Fill(float* y, float value, long n)
    {
        for (long i = 0; i < n; i += int.MaxValue)
            new Span<float>(y + i, (int)Math.Min(int.MaxValue, n - i)).Fill(value);
    }

    /// <summary>y[i] = x[i]ᵉ.</summary>
    internal static void Pow(float* x, float exponent, float* y, long n)
    {
        if (exponent == 2f)
            Unary(default(SquareOp), x, y, n);
        else if (exponent == 0.5f)
            Unary(default(SqrtOp), x, y, n);
        else if (exponent == -0.5f)
            Unary(default(RsqrtOp), x, y, n);
        else if (exponent == -1f)
            Unary(default(ReciprocalOp), x, y, n);
        else if (exponent == 3f)
            Unary(default(CubeOp), x, y, n);
        else
            Workers.For(n, Grain / 8, new PowWork(x, exponent, y));
    }

    /// <summary>The serial form of <see cref="Unary"/>.</summary>
    internal static void UnaryRange<TOp>(TOp op, float* x, float* y, long n) where TOp : struct, IUnaryOp
    {
        if (Simd.Wide)
            Loop<V512, TOp>(op, x, y, n);
        else if (Simd.Middle)
            Loop<V256, TOp>(op, x, y, n);
        else
            Loop<V128, TOp>(op, x, y, n);
    }

    /// <summary>The serial form of <see cref="Binary"/>.</summary>
    internal static void BinaryRange<TOp>(TOp op, float* a, float* b, float* y, long n) where TOp : struct, IBinaryOp
    {
        if (Simd.Wide)
            Loop<V512, TOp>(op, a, b, y, n);
        else if (Simd.Middle)
            Loop<V256, TOp>(op, a, b, y, n);
        else
            Loop<V128, TOp>(op, a, b, y, n);
    }

    /// <summary>The serial form of <see cref="Ternary"/>.</summary>
    internal static void TernaryRange<TOp>(TOp op, float* a, float* b, float* c, float* y, long n) where TOp : struct, ITernaryOp
    {
        if (Simd.Wide)
            Loop<V512, TOp>(op, a, b, c, y, n);
        else if (Simd.Middle)
            Loop<V256, TOp>(op, a, b, c, y, n);
        else
            Loop<V128, TOp>(op, a, b, c, y, n);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Loop<V, TOp>(TOp op, float* x, float* y, long n) where V : unmanaged, ISimd<V> where TOp : struct, IUnaryOp
    {
        long i = 0;
        for (; i <= n - (2 * V.Count); i += 2 * V.Count)
        {
            V first = op.Apply(V.Load(x + i)), second = op.Apply(V.Load(x + i + V.Count));
            V.Store(first, y + i);
            V.Store(second, y + i + V.Count);
        }
        for (; i <= n - V.Count; i += V.Count)
            V.Store(op.Apply(V.Load(x + i)), y + i);
        if (i < n)
            V.StorePart(op.Apply(V.LoadPart(x + i, n - i, V.Set(1f))), y + i, n - i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Loop<V, TOp>(TOp op, float* a, float* b, float* y, long n) where V : unmanaged, ISimd<V> where TOp : struct, IBinaryOp
    {
        long i = 0;
        for (; i <= n - V.Count; i += V.Count)
            V.Store(op.Apply(V.Load(a + i), V.Load(b + i)), y + i);
        if (i < n)
            V.StorePart(op.Apply(V.LoadPart(a + i, n - i, V.Set(1f)), V.LoadPart(b + i, n - i, V.Set(1f))), y + i, n - i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Loop<V, TOp>(TOp op, float* a, float* b, float* c, float* y, long n) where V : unmanaged, ISimd<V> where TOp : struct, ITernaryOp
    {
        long i = 0;
        for (; i <= n - V.Count; i += V.Count)
            V.Store(op.Apply(V.Load(a + i), V.Load(b + i), V.Load(c + i)), y + i);
        if (i < n)
            V.StorePart(op.Apply(V.LoadPart(a + i, n - i, V.Set(1f)), V.LoadPart(b + i, n - i, V.Set(1f)), V.LoadPart(c + i, n - i, V.Set(1f))), y + i, n - i);
    }

    private readonly struct UnaryWork<TOp>(TOp op, float* x, float* y) : IWork where TOp : struct, IUnaryOp
    {
        private readonly float* _x = x, _y = y;

        public void Run(long from, long to) => UnaryRange(op, _x + from, _y + from, to - from);
    }

    private readonly struct BinaryWork<TOp>(TOp op, float* a, float* b, float* y) : IWork where TOp : struct, IBinaryOp
    {
        private readonly float* _a = a, _b = b, _y = y;

        public void Run(long from, long to) => BinaryRange(op, _a + from, _b + from, _y + from, to - from);
    }

    private readonly struct TernaryWork<TOp>(TOp op, float* a, float* b, float* c, float* y) : IWork where TOp : struct, ITernaryOp
    {
        private readonly float* _a = a, _b = b, _c = c, _y = y;

        public void Run(long from, long to) => TernaryRange(op, _a + from, _b + from, _c + from, _y + from, to - from);
    }

    private readonly struct PowWork(float* x, float exponent, float* y) : IWork
    {
        private readonly float* _x = x, _y = y;

        public void Run(long from, long to)
        {
            for (long i = from; i < to; i++)
                _y[i] = MathF.Pow(_x[i], exponent);
        }
    }
}
