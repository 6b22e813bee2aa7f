using System.Numerics;

namespace TorchSharp;

using static torch;

/// <summary>Makes filled tensors.</summary>
internal static unsafe class Factory
{
    internal static Tensor Zeros(ReadOnlySpan<long> sizes, ScalarType type)
    {
        Tensor result = Tensor.Create(sizes.ToArray(), type);
        System.Runtime.InteropServices.NativeMemory.Clear(result.Data<byte>(), (nuint)(result.Count * DType.Size(type)));
        return result;
    }

    internal static Tensor Full(ReadOnlySpan<long> sizes, Scalar value, ScalarType type)
    {
        Tensor result = Tensor.Create(sizes.ToArray(), type);
        Fill(result, value);
        return result;
    }

    internal static void Fill(Tensor target, Scalar value)
    {
        switch (target.dtype)
        {
            case ScalarType.Float32: Fill(target, value.As<float>()); break;
            case ScalarType.Float64: Fill(target, value.As<double>()); break;
            case ScalarType.Int64: Fill(target, value.As<long>()); break;
            case ScalarType.Int32: Fill(target, value.As<int>()); break;
            case ScalarType.Byte: Fill(target, value.As<byte>()); break;
            default: Fill(target, value.ToBoolean()); break;
        }
    }

    private static void Fill<T>(Tensor target, T value) where T : unmanaged
    {
        T* to = target.Data<T>();
        StridedLoop.Run(target.Sizes, (count, offsets, steps) =>
        {
            T* y = to + offsets[0];
            if (steps[0] == 1)
            {
                while (count > 0)
                {
                    int part = (int)Math.Min(count, 1 << 30);
                    new Span<T>(y, part).Fill(value);
                    y += part;
                    count -= part;
                }
                return;
            }
            for (long i = 0; i < count; i++) y[i * steps[0]] = value;
        }, target.Strides);
    }

    /// <summary>start, start + step, … ; counted as Python's range is.</summary>
    internal static Tensor Range(Scalar start, Scalar stop, Scalar step, ScalarType? type)
    {
        bool real = start.IsReal || stop.IsReal || step.IsReal;
        ScalarType wanted = type ?? (real ? ScalarType.Float32 : ScalarType.Int64);
        if (step.Real == 0) throw new ArgumentException("arange: the step must not be zero.");
        long count = (long)Math.Max(0, Math.Ceiling((stop.Real - start.Real) / step.Real));
        Tensor result = Tensor.Create([count], wanted);
        switch (wanted)
        {
            case ScalarType.Float32: Range<float>(result, start.Real, step.Real); break;
            case ScalarType.Float64: Range<double>(result, start.Real, step.Real); break;
            case ScalarType.Int64: Range<long>(result, start.Real, step.Real); break;
            case ScalarType.Int32: Range<int>(result, start.Real, step.Real); break;
            default: throw DType.Unsupported(wanted);
        }
        return result;
    }

    private static void Range<T>(Tensor result, double start, double step) where T : unmanaged, INumber<T>
    {
        T* to = result.Data<T>();
        for (long i = 0; i < result.Count; i++) to[i] = T.CreateTruncating(start + (i * step));
    }

    /// <summary>A tensor over a copy of managed elements.</summary>
    internal static Tensor From<T>(ReadOnlySpan<T> values, ReadOnlySpan<long> sizes, ScalarType? type, Device device, bool requiresGrad) where T : unmanaged
    {
        Device.Check(device);
        if (Shapes.Count(sizes) != values.Length)
            throw new ArgumentException($"{values.Length} values do not fill a tensor of shape {Shapes.Text(sizes)}.");
        Tensor result = Tensor.Create(sizes.ToArray(), DType.Of<T>());
        values.CopyTo(new Span<T>(result.Data<T>(), values.Length));
        if (type is { } wanted && wanted != result.dtype)
        {
            Tensor converted = Copying.Convert(result, wanted);
            result.Dispose();
            result = converted;
        }
        return Finish(result, device, requiresGrad);
    }

    internal static Tensor Finish(Tensor result, Device device, bool requiresGrad)
    {
        Device.Check(device);
        return requiresGrad ? result.requires_grad_() : result;
    }
}
