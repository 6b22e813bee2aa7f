using TorchSharp.Kernels;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Applies an update to a parameter and its state in one pass over memory.</summary>
internal static unsafe class UpdateKernel
{
    internal static void Run<TUpdate>(TUpdate update, Tensor parameter, Tensor gradient, Tensor a = null, Tensor b = null, Tensor c = null)
        where TUpdate : struct, IParameterUpdate
    {
        if (parameter.dtype != ScalarType.Float32 || gradient.dtype != ScalarType.Float32)
            throw new NotSupportedException($"The optimizers of this engine work on Float32 parameters, not {parameter.dtype}.");
        using Operand held = Operand.Packed(parameter), slopes = Operand.Packed(gradient);
        Tensor values = held;
        Pointers data = new(values.Data<float>(), slopes.Tensor.Data<float>(), Pointer(a), Pointer(b), Pointer(c));
        Workers.For(values.Count, Elementwise.Grain, new Work<TUpdate>(update, data));
        if (!parameter.IsContiguous) Copying.Into(parameter, values);
    }

    private static float* Pointer(Tensor state) => state is null ? null : state.Data<float>();

    private readonly struct Pointers(float* values, float* slopes, float* a, float* b, float* c)
    {
        internal readonly float* Values = values;
        internal readonly float* Slopes = slopes;
        internal readonly float* A = a;
        internal readonly float* B = b;
        internal readonly float* C = c;
    }

    private readonly struct Work<TUpdate>(TUpdate update, Pointers data) : IWork where TUpdate : struct, IParameterUpdate
    {
        public void Run(long from, long to)
        {
            if (Simd.Wide) Loop<V512>(from, to);
            else if (Simd.Middle) Loop<V256>(from, to);
            else Loop<V128>(from, to);
        }

        private void Loop<V>(long from, long to) where V : unmanaged, ISimd<V>
        {
            long i = from;
            for (; i <= to - V.Count; i += V.Count)
                Step<V>(new Pointers(data.Values + i, data.Slopes + i, data.A + i, data.B + i, data.C + i));
            if (i < to) Tail<V>(i, to - i);
        }

        private void Step<V>(Pointers at) where V : unmanaged, ISimd<V>
        {
            V a = TUpdate.States > 0 ? V.Load(at.A) : default;
            V b = TUpdate.States > 1 ? V.Load(at.B) : default;
            V c = TUpdate.States > 2 ? V.Load(at.C) : default;
            V.Store(update.Step(V.Load(at.Values), V.Load(at.Slopes), ref a, ref b, ref c), at.Values);
            if (TUpdate.States > 0) V.Store(a, at.A);
            if (TUpdate.States > 1) V.Store(b, at.B);
            if (TUpdate.States > 2) V.Store(c, at.C);
        }

        // through a whole vector on the stack, so that a value does not depend on where pieces end
        private void Tail<V>(long from, long count) where V : unmanaged, ISimd<V>
        {
            float* buffer = stackalloc float[5 * 16];
            new Span<float>(buffer, 5 * 16).Clear();
            Move(data.Values + from, buffer, count);
            Move(data.Slopes + from, buffer + 16, count);
            if (TUpdate.States > 0) Move(data.A + from, buffer + 32, count);
            if (TUpdate.States > 1) Move(data.B + from, buffer + 48, count);
            if (TUpdate.States > 2) Move(data.C + from, buffer + 64, count);
            Step<V>(new Pointers(buffer, buffer + 16, buffer + 32, buffer + 48, buffer + 64));
            Move(buffer, data.Values + from, count);
            if (TUpdate.States > 0) Move(buffer + 32, data.A + from, count);
            if (TUpdate.States > 1) Move(buffer + 48, data.B + from, count);
            if (TUpdate.States > 2) Move(buffer + 64, data.C + from, count);
        }

        private static void Move(float* from, float* to, long count) => new Span<float>(from, (int)count).CopyTo(new Span<float>(to, (int)count));
    }
}
