using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        Factory.Finish(Factory.Range(start, stop, step, dtype), device, requires_grad);

    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device device = null, bool requires_grad = false)
    {
        double step = steps > 1 ? (end - start) / (steps - 1) : 0;
        double[] values = new double[steps];
        for (long i = 0; i < steps; i++) values[i] = i < steps / 2 ? start + (i * step) : end - ((steps - 1 - i) * step);
        return Factory.From<double>(values, [steps], dtype ?? ScalarType.Float32, device, requires_grad);
    }

    public static Tensor eye(long rows, long columns = -1, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null)
    {
        long width = columns < 0 ? rows : columns;
        Tensor result = Factory.Zeros([rows, width], dtype ?? ScalarType.Float32);
        using Tensor diagonal = result.View([Math.Min(rows, width)], [width + 1], 0).Detached();
        Factory.Fill(diagonal, 1);
        return Factory.Finish(result, device, requires_grad);
    }

    public static Tensor zeros_like(Tensor input, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        Factory.Finish(Factory.Zeros(input.Sizes, dtype ?? input.dtype), device, requires_grad);

    public static Tensor ones_like(Tensor input, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        Factory.Finish(Factory.Full(input.Sizes, 1, dtype ?? input.dtype), device, requires_grad);

    public static Tensor empty_like(Tensor input, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        Factory.Finish(Tensor.Create(input.shape, dtype ?? input.dtype), device, requires_grad);

    public static Tensor full_like(Tensor input, Scalar value, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        Factory.Finish(Factory.Full(input.Sizes, value, dtype ?? input.dtype), device, requires_grad);

    public static Tensor from_array(Array rawArray, Device device = null) => from_array(rawArray, null, device);

    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device device = null, bool requires_grad = false, string[] names = null) => rawArray switch
    {
        _ when rawArray.GetType().GetElementType() == typeof(float) => FromArray<float>(rawArray, dtype, device, requires_grad),
        _ when rawArray.GetType().GetElementType() == typeof(double) => FromArray<double>(rawArray, dtype, device, requires_grad),
        _ when rawArray.GetType().GetElementType() == typeof(long) => FromArray<long>(rawArray, dtype, device, requires_grad),
        _ when rawArray.GetType().GetElementType() == typeof(int) => FromArray<int>(rawArray, dtype, device, requires_grad),
        _ when rawArray.GetType().GetElementType() == typeof(byte) => FromArray<byte>(rawArray, dtype, device, requires_grad),
        _ when rawArray.GetType().GetElementType() == typeof(bool) => FromArray<bool>(rawArray, dtype, device, requires_grad),
        _ => throw new NotSupportedException($"A tensor cannot be made from {rawArray.GetType().Name}."),
    };

    private static Tensor FromArray<T>(Array array, ScalarType? dtype, Device device, bool requires_grad) where T : unmanaged
    {
        long[] sizes = new long[array.Rank];
        for (int d = 0; d < sizes.Length; d++) sizes[d] = array.GetLongLength(d);
        ReadOnlySpan<T> values = array.Length == 0
            ? []
            : MemoryMarshal.CreateReadOnlySpan(ref System.Runtime.CompilerServices.Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);
        return Factory.From(values, sizes, dtype, device, requires_grad);
    }

    public partial class Tensor
    {
        public Tensor zeros_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false) => torch.zeros_like(this, dtype, device, requires_grad);

        public Tensor ones_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false) => torch.ones_like(this, dtype, device, requires_grad);

        public Tensor empty_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false) => torch.empty_like(this, dtype, device, requires_grad);

        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
            torch.full_like(this, value, dtype, device, requires_grad);

        public Tensor new_zeros(long[] size, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
            Factory.Finish(Factory.Zeros(size, dtype ?? this.dtype), device, requires_grad);

        public Tensor new_full(long[] size, Scalar value, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
            Factory.Finish(Factory.Full(size, value, dtype ?? this.dtype), device, requires_grad);
    }
}
