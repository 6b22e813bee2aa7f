using System.Runtime.Intrinsics;

namespace TorchSharp;

using static torch;

/// <summary>where, masked_fill, masked_select and nonzero.</summary>
internal static unsafe class Masking
{
    internal static Tensor Where(Tensor condition, Tensor x, Tensor y)
    {
        if (condition.dtype != ScalarType.Bool) throw new ArgumentException($"where needs a condition of Bool, not {condition.dtype}.");
        ScalarType type = DType.Result(x, y);
        using Tensor a = Arithmetic.As(x, type), b = Arithmetic.As(y, type);
        Tensor result = Tensor.Create(Shapes.Broadcast(condition.Sizes, Shapes.Broadcast(x.Sizes, y.Sizes)), type);
        switch (DType.Size(type))
        {
            case 1: Choose<byte>(result, condition, a, b); break;
            case 4: Choose<int>(result, condition, a, b); break;
            default: Choose<long>(result, condition, a, b); break;
        }
        return Autograd.Needed(x, y)
            ? Autograd.Record(result, "where", [x, y], [condition], static (node, g) =>
            {
                Tensor zero = Factory.Full([], 0, g.dtype);
                if (node.Needs(0)) node.Give(0, Where(node.Saved(0), g, zero));
                if (node.Needs(1)) node.Give(1, Where(node.Saved(0), zero, g));
            })
            : result;
    }

    internal static Tensor Fill(Tensor x, Tensor mask, Scalar value)
    {
        using Tensor constant = Factory.Full([], value, x.dtype).Detached();
        return Where(mask, constant, x);
    }

    internal static Tensor FillInPlace(Tensor x, Tensor mask, Scalar value)
    {
        Autograd.BeforeWrite(x);
        using Tensor constant = Factory.Full([], value, x.dtype).Detached(), own = mask.Detached();
        switch (DType.Size(x.dtype))
        {
            case 1: Choose<byte>(x, own, constant, x); break;
            case 4: Choose<int>(x, own, constant, x); break;
            default: Choose<long>(x, own, constant, x); break;
        }
        return Autograd.Needed(x)
            ? Autograd.Record(x, "masked_fill_", [x], [own], static (node, g) => node.Give(0, Fill(g, node.Saved(0), 0)))
            : x;
    }

    /// <summary>The chosen elements in row-major order, as a vector.</summary>
    internal static Tensor Select(Tensor x, Tensor mask)
    {
        using Tensor wide = Viewing.Expand(mask, Shapes.Broadcast(mask.Sizes, x.Sizes));
        using Tensor flat = Viewing.Reshape(wide, [-1]), positions = NonZero(flat), list = Viewing.Reshape(positions, [-1]);
        using Tensor source = Viewing.Expand(x, wide.Sizes), line = Viewing.Reshape(source, [-1]);
        return Indexing.Select(line, 0, list);
    }

    /// <summary>The indices of the elements that are not zero: [count, dimensions].</summary>
    internal static Tensor NonZero(Tensor x)
    {
        using Tensor flags = Arithmetic.As(x, ScalarType.Bool), packed = flags.Packed();
        bool* from = packed.Data<bool>();
        long count = packed.Count, found = 0;
        for (long i = 0; i < count; i++) found += from[i] ? 1 : 0;
        int rank = x.Sizes.Length;
        Tensor result = Tensor.Create([found, rank], ScalarType.Int64);
        long* to = result.Data<long>();
        for (long i = 0; i < count; i++)
        {
            if (!from[i]) continue;
            long rest = i;
            for (int d = rank - 1; d >= 0; d--)
            {
                to[d] = rest % x.Sizes[d];
                rest /= x.Sizes[d];
            }
            to += rank;
        }
        return result;
    }

    // without branches, eight elements at a time
    private static long ChooseWide(int* y, byte* mask, int* a, int* b, long count, bool everyA, bool everyB)
    {
        Vector256<int> left = Vector256.Create(*a), right = Vector256.Create(*b);
        long i = 0;
        for (; i <= count - 8; i += 8)
        {
            Vector128<ushort> flags = Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)(mask + i)).AsByte());
            Vector256<int> chosen = Vector256.Create(Vector128.WidenLower(flags), Vector128.WidenUpper(flags)).AsInt32();
            if (everyA) left = Vector256.Load(a + i);
            if (everyB) right = Vector256.Load(b + i);
            Vector256.ConditionalSelect(Vector256.Equals(chosen, Vector256<int>.Zero), right, left).Store(y + i);
        }
        return i;
    }

    private static void Choose<T>(Tensor result, Tensor condition, Tensor a, Tensor b) where T : unmanaged
    {
        T* to = result.Data<T>(), left = a.Data<T>(), right = b.Data<T>();
        bool* mask = condition.Data<bool>();
        StridedLoop.Run(result.Sizes, (count, offsets, steps) =>
        {
            T* y = to + offsets[0], pa = left + offsets[2], pb = right + offsets[3];
            bool* m = mask + offsets[1];
            long sy = steps[0], sm = steps[1], sa = steps[2], sb = steps[3];
            long i = 0;
            if (sizeof(T) == sizeof(int) && (sy, sm) == (1, 1) && (sa | sb | 1) == 1)
                i = ChooseWide((int*)y, (byte*)m, (int*)pa, (int*)pb, count, sa == 1, sb == 1);
            for (; i < count; i++) y[i * sy] = m[i * sm] ? pa[i * sa] : pb[i * sb];
        }, result.Strides, Shapes.BroadcastStrides(condition.Sizes, condition.Strides, result.Sizes),
            Shapes.BroadcastStrides(a.Sizes, a.Strides, result.Sizes), Shapes.BroadcastStrides(b.Sizes, b.Strides, result.Sizes));
    }
}
