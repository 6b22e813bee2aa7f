using System.Numerics;

namespace TorchSharp;

using static torch;

/// <summary>Copies between strided tensors and element types; nothing here is recorded.</summary>
internal static unsafe class Copying
{
    internal static Tensor Contiguous(Tensor source)
    {
        Tensor result = Tensor.Create(source.Sizes, source.dtype);
        Into(result, source);
        return result;
    }

    internal static Tensor Convert(Tensor source, ScalarType type)
    {
        Tensor result = Tensor.Create(source.Sizes, type);
        Into(result, source);
        return result;
    }

    /// <summary>Writes <paramref name="source"/>, broadcast to the target's shape and converted to its type.</summary>
    internal static void Into(Tensor target, Tensor source)
    {
        long[] strides = Shapes.BroadcastStrides(source.Sizes, source.Strides, target.Sizes);
        if (target.dtype == source.dtype)
        {
            switch (DType.Size(target.dtype))
            {
                case 1: Same<byte>(target, source, strides); break;
                case 4: Same<int>(target, source, strides); break;
                default: Same<long>(target, source, strides); break;
            }
            return;
        }
        switch (source.dtype)
        {
            case ScalarType.Float32: From<float>(target, source, strides); break;
            case ScalarType.Float64: From<double>(target, source, strides); break;
            case ScalarType.Int64: From<long>(target, source, strides); break;
            case ScalarType.Int32: From<int>(target, source, strides); break;
            default: From<byte>(target, source, strides); break;
        }
    }

    private static void Same<T>(Tensor target, Tensor source, long[] strides) where T : unmanaged
    {
        T* to = target.Data<T>(), from = source.Data<T>();
        if (TryTranspose(target, strides, to, from)) return;
        StridedLoop.Run(target.Sizes, (count, offsets, steps) =>
        {
            T* y = to + offsets[0], x = from + offsets[1];
            long sy = steps[0], sx = steps[1];
            if (sy == 1 && sx == 1)
            {
                Buffer.MemoryCopy(x, y, count * sizeof(T), count * sizeof(T));
            }
            else if (sy == 1 && sx == 0)
            {
                T value = *x;
                for (long i = 0; i < count; i++) y[i] = value;
            }
            else
            {
                for (long i = 0; i < count; i++) y[i * sy] = x[i * sx];
            }
        }, target.Strides, strides);
    }

    // The last two dimensions swapped: square tiles keep both sides in cache.
    private static bool TryTranspose<T>(Tensor target, long[] strides, T* to, T* from) where T : unmanaged
    {
        int rank = target.Sizes.Length;
        if (rank < 2) return false;
        long rows = target.Sizes[^2], columns = target.Sizes[^1], step = strides[^1];
        if (strides[^2] != 1 || step < 8 || target.Strides[^1] != 1 || rows < 8 || columns < 8) return false;
        long width = target.Strides[^2];
        const long Tile = 32;
        StridedLoop.Run([.. target.Sizes[..^2], (rows + Tile - 1) / Tile], Math.Max(1, 16_384 / (Tile * columns)), (count, offsets, steps) =>
        {
            for (long n = 0; n < count; n++)
            {
                T* y = to + offsets[0] + (n * steps[0]);
                T* x = from + offsets[1] + (n * steps[1]);
                long first = (offsets[2] + (n * steps[2])) % ((rows + Tile - 1) / Tile) * Tile;
                long height = Math.Min(Tile, rows - first);
                if (sizeof(T) == sizeof(float))
                {
                    Kernels.Transpose.Copy((float*)x, step, (float*)y, width, columns, height);
                    continue;
                }
                for (long c0 = 0; c0 < columns; c0 += Tile)
                {
                    long c1 = Math.Min(c0 + Tile, columns);
                    for (long r = 0; r < height; r++)
                    {
                        for (long c = c0; c < c1; c++) y[(r * width) + c] = x[r + (c * step)];
                    }
                }
            }
        }, [.. target.Strides[..^2], width * Tile], [.. strides[..^2], Tile], Shapes.Contiguous([.. target.Sizes[..^2], (rows + Tile - 1) / Tile]));
        return true;
    }

    private static void From<TFrom>(Tensor target, Tensor source, long[] strides) where TFrom : unmanaged, INumber<TFrom>
    {
        switch (target.dtype)
        {
            case ScalarType.Float32: Between<TFrom, float>(target, source, strides); break;
            case ScalarType.Float64: Between<TFrom, double>(target, source, strides); break;
            case ScalarType.Int64: Between<TFrom, long>(target, source, strides); break;
            case ScalarType.Int32: Between<TFrom, int>(target, source, strides); break;
            case ScalarType.Byte: Between<TFrom, byte>(target, source, strides); break;
            default: ToBool<TFrom>(target, source, strides); break;
        }
    }

    private static void Between<TFrom, TTo>(Tensor target, Tensor source, long[] strides)
        where TFrom : unmanaged, INumber<TFrom> where TTo : unmanaged, INumber<TTo>
    {
        TTo* to = target.Data<TTo>();
        TFrom* from = source.Data<TFrom>();
        StridedLoop.Run(target.Sizes, (count, offsets, steps) =>
        {
            TTo* y = to + offsets[0];
            TFrom* x = from + offsets[1];
            for (long i = 0; i < count; i++) y[i * steps[0]] = TTo.CreateTruncating(x[i * steps[1]]);
        }, target.Strides, strides);
    }

    private static void ToBool<TFrom>(Tensor target, Tensor source, long[] strides) where TFrom : unmanaged, INumber<TFrom>
    {
        bool* to = target.Data<bool>();
        TFrom* from = source.Data<TFrom>();
        StridedLoop.Run(target.Sizes, (count, offsets, steps) =>
        {
            bool* y = to + offsets[0];
            TFrom* x = from + offsets[1];
            for (long i = 0; i < count; i++) y[i * steps[0]] = !TFrom.IsZero(x[i * steps[1]]);
        }, target.Strides, strides);
    }
}
