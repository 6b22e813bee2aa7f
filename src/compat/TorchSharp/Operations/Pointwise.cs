using System.Numerics;
using System.Runtime.Intrinsics;

namespace TorchSharp;

using static torch;

/// <summary>A function of one number; <see cref="Wide"/> is the same on whole registers.</summary>
internal interface INumberFunction
{
    static virtual bool Vectorized => false;

    T Apply<T>(T x) where T : unmanaged, INumber<T>;

    Vector<T> Wide<T>(Vector<T> x) where T : unmanaged, INumber<T> => x;
}

/// <summary>A function of two numbers; <see cref="Wide"/> is the same on whole registers.</summary>
internal interface INumberBinary
{
    bool Vectorized { get; }

    T Apply<T>(T a, T b) where T : unmanaged, INumber<T>;

    Vector<T> Wide<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T>;
}

internal interface IRealTernary
{
    T Apply<T>(T a, T b, T c) where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>A relation of two numbers; <see cref="Wide"/> is the same on eight floats, all bits set where it holds.</summary>
internal interface INumberRelation
{
    static virtual bool Vectorized => false;

    bool Apply<T>(T a, T b) where T : unmanaged, INumber<T>;

    Vector256<float> Wide(Vector256<float> a, Vector256<float> b) => a;
}

/// <summary>Applies a function to every element, over any strides and broadcasts; nothing here is recorded.</summary>
internal static unsafe class Pointwise
{
    private const int Gather = 256;

    /// <summary>Runs a kernel for contiguous floats over any strides: through a small buffer where they are not 1.</summary>
    internal static void Rows(Tensor y, Tensor x, FloatRow row)
    {
        float* to = y.Data<float>(), from = x.Data<float>();
        StridedLoop.Run(y.Sizes, 4096, (count, offsets, steps) =>
        {
            float* py = to + offsets[0], px = from + offsets[1];
            if (steps[0] == 1 && steps[1] == 1)
            {
                row(px, py, count);
                return;
            }
            float* buffer = stackalloc float[Gather];
            for (long i = 0; i < count; i += Gather)
            {
                long part = Math.Min(Gather, count - i);
                for (long j = 0; j < part; j++) buffer[j] = px[(i + j) * steps[1]];
                row(buffer, buffer, part);
                for (long j = 0; j < part; j++) py[(i + j) * steps[0]] = buffer[j];
            }
        }, y.Strides, x.Strides);
    }

    internal static void Unary<TOp>(Tensor y, Tensor x, TOp op) where TOp : struct, INumberFunction
    {
        switch (x.dtype)
        {
            case ScalarType.Float32: Unary<TOp, float>(y, x, op); break;
            case ScalarType.Float64: Unary<TOp, double>(y, x, op); break;
            case ScalarType.Int64: Unary<TOp, long>(y, x, op); break;
            case ScalarType.Int32: Unary<TOp, int>(y, x, op); break;
            default: Unary<TOp, byte>(y, x, op); break;
        }
    }

    private static void Unary<TOp, T>(Tensor y, Tensor x, TOp op) where TOp : struct, INumberFunction where T : unmanaged, INumber<T>
    {
        T* to = y.Data<T>(), from = x.Data<T>();
        StridedLoop.Run(y.Sizes, (count, offsets, steps) =>
        {
            T* py = to + offsets[0], px = from + offsets[1];
            long sy = steps[0], sx = steps[1];
            long i = 0;
            if (TOp.Vectorized && sy == 1 && sx == 1)
            {
                for (; i <= count - Vector<T>.Count; i += Vector<T>.Count) op.Wide(Vector.Load(px + i)).Store(py + i);
            }
            for (; i < count; i++) py[i * sy] = op.Apply(px[i * sx]);
        }, y.Strides, Shapes.BroadcastStrides(x.Sizes, x.Strides, y.Sizes));
    }

    /// <summary>y = op(a, b); the operands have y's element type and broadcast to its shape.</summary>
    internal static void Binary<TOp>(Tensor y, Tensor a, Tensor b, TOp op) where TOp : struct, INumberBinary
    {
        switch (a.dtype)
        {
            case ScalarType.Float32: Binary<TOp, float>(y, a, b, op); break;
            case ScalarType.Float64: Binary<TOp, double>(y, a, b, op); break;
            case ScalarType.Int64: Binary<TOp, long>(y, a, b, op); break;
            case ScalarType.Int32: Binary<TOp, int>(y, a, b, op); break;
            default: Binary<TOp, byte>(y, a, b, op); break;
        }
    }

    private static void Binary<TOp, T>(Tensor y, Tensor a, Tensor b, TOp op) where TOp : struct, INumberBinary where T : unmanaged, INumber<T>
    {
        T* to = y.Data<T>(), left = a.Data<T>(), right = b.Data<T>();
        StridedLoop.Run(y.Sizes, (count, offsets, steps) => Row(to + offsets[0], left + offsets[1], right + offsets[2], count, steps[0], steps[1], steps[2], op),
            y.Strides, Shapes.BroadcastStrides(a.Sizes, a.Strides, y.Sizes), Shapes.BroadcastStrides(b.Sizes, b.Strides, y.Sizes));
    }

    private static void Row<TOp, T>(T* y, T* a, T* b, long count, long sy, long sa, long sb, TOp op)
        where TOp : struct, INumberBinary where T : unmanaged, INumber<T>
    {
        long i = 0;
        if (op.Vectorized && sy == 1 && (sa | sb) is 0 or 1 && sa >= 0 && sb >= 0)
        {
            long width = Vector<T>.Count;
            Vector<T> fixedA = new(*a), fixedB = new(*b);
            if (sa == 1 && sb == 1)
            {
                for (; i <= count - width; i += width) op.Wide(Vector.Load(a + i), Vector.Load(b + i)).Store(y + i);
            }
            else if (sa == 1)
            {
                for (; i <= count - width; i += width) op.Wide(Vector.Load(a + i), fixedB).Store(y + i);
            }
            else
            {
                for (; i <= count - width; i += width) op.Wide(fixedA, sb == 1 ? Vector.Load(b + i) : fixedB).Store(y + i);
            }
        }
        for (; i < count; i++) y[i * sy] = op.Apply(a[i * sa], b[i * sb]);
    }

    internal static void Ternary<TOp>(Tensor y, Tensor a, Tensor b, Tensor c, TOp op) where TOp : struct, IRealTernary
    {
        if (y.dtype == ScalarType.Float32) Ternary<TOp, float>(y, a, b, c, op);
        else Ternary<TOp, double>(y, a, b, c, op);
    }

    private static void Ternary<TOp, T>(Tensor y, Tensor a, Tensor b, Tensor c, TOp op) where TOp : struct, IRealTernary where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* to = y.Data<T>(), first = a.Data<T>(), second = b.Data<T>(), third = c.Data<T>();
        StridedLoop.Run(y.Sizes, 4096, (count, offsets, steps) =>
        {
            T* py = to + offsets[0], pa = first + offsets[1], pb = second + offsets[2], pc = third + offsets[3];
            long sy = steps[0], sa = steps[1], sb = steps[2], sc = steps[3];
            for (long i = 0; i < count; i++) py[i * sy] = op.Apply(pa[i * sa], pb[i * sb], pc[i * sc]);
        }, y.Strides, Shapes.BroadcastStrides(a.Sizes, a.Strides, y.Sizes), Shapes.BroadcastStrides(b.Sizes, b.Strides, y.Sizes), Shapes.BroadcastStrides(c.Sizes, c.Strides, y.Sizes));
    }

    internal static void Compare<TOp>(Tensor y, Tensor a, Tensor b, TOp op) where TOp : struct, INumberRelation
    {
        switch (a.dtype)
        {
            case ScalarType.Float32: Compare<TOp, float>(y, a, b, op); break;
            case ScalarType.Float64: Compare<TOp, double>(y, a, b, op); break;
            case ScalarType.Int64: Compare<TOp, long>(y, a, b, op); break;
            case ScalarType.Int32: Compare<TOp, int>(y, a, b, op); break;
            default: Compare<TOp, byte>(y, a, b, op); break;
        }
    }

    private static void Compare<TOp, T>(Tensor y, Tensor a, Tensor b, TOp op) where TOp : struct, INumberRelation where T : unmanaged, INumber<T>
    {
        bool* to = y.Data<bool>();
        T* left = a.Data<T>(), right = b.Data<T>();
        StridedLoop.Run(y.Sizes, (count, offsets, steps) =>
        {
            bool* py = to + offsets[0];
            T* pa = left + offsets[1], pb = right + offsets[2];
            long sy = steps[0], sa = steps[1], sb = steps[2];
            long i = 0;
            if (TOp.Vectorized && typeof(T) == typeof(float) && sy == 1 && (sa | sb | 1) == 1) i = CompareWide(py, (float*)pa, (float*)pb, count, sa == 1, sb == 1, op);
            for (; i < count; i++) py[i * sy] = op.Apply(pa[i * sa], pb[i * sb]);
        }, y.Strides, Shapes.BroadcastStrides(a.Sizes, a.Strides, y.Sizes), Shapes.BroadcastStrides(b.Sizes, b.Strides, y.Sizes));
    }

    private static long CompareWide<TOp>(bool* y, float* a, float* b, long count, bool everyA, bool everyB, TOp op) where TOp : struct, INumberRelation
    {
        Vector256<float> left = Vector256.Create(*a), right = Vector256.Create(*b);
        long i = 0;
        for (; i <= count - 8; i += 8)
        {
            if (everyA) left = Vector256.Load(a + i);
            if (everyB) right = Vector256.Load(b + i);
            Vector256<int> holds = op.Wide(left, right).AsInt32();
            Vector128<short> words = Vector128.Narrow(holds.GetLower(), holds.GetUpper());
            *(ulong*)(y + i) = Vector128.Narrow(words, words).AsUInt64().ToScalar() & 0x0101010101010101;
        }
        return i;
    }
}
