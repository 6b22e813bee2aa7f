using System.Numerics;

namespace TorchSharp;

using static torch;

/// <summary>abs, sign, relu, clamp: functions of any number type, with their gradients.</summary>
internal static class Clamping
{
    internal static Tensor Abs(Tensor x) => Apply(x, new AbsOp(), "abs", static (node, g) => node.Give(0, Arithmetic.Mul(g, Sign(node.Saved(0)))));

    internal static Tensor Relu(Tensor x) => is_floating_point(x.dtype) ? RealFunctions.Relu.Apply(x) : Clamp(x, 0, null);

    internal static Tensor Sign(Tensor x) => Apply(x, new SignOp(), "sign", static (node, g) => node.Give(0, Factory.Zeros(g.Sizes, g.dtype)));

    internal static Tensor Floor(Tensor x) => Apply(x, new FloorOp(), "floor", static (node, g) => node.Give(0, Factory.Zeros(g.Sizes, g.dtype)));

    internal static Tensor Ceiling(Tensor x) => Arithmetic.Scale(Floor(Arithmetic.Scale(x, -1)), -1);

    internal static Tensor Round(Tensor x) => Apply(x, new RoundOp(), "round", static (node, g) => node.Give(0, Factory.Zeros(g.Sizes, g.dtype)));

    internal static Tensor Clamp(Tensor x, Scalar min, Scalar max)
    {
        ClampOp op = Bounds(min, max);
        Tensor y = Tensor.Create(x.Sizes, x.dtype);
        ClampInto(y, x, op);
        return Autograd.Needed(x) ? Autograd.Record(y, "clamp", [x], [x], Gradient(op)) : y;
    }

    internal static Tensor ReluInPlace(Tensor x) => is_floating_point(x.dtype) ? RealFunctions.Relu.ApplyInPlace(x) : ClampInPlace(x, 0, null);

    internal static Tensor ClampInPlace(Tensor x, Scalar min, Scalar max)
    {
        ClampOp op = Bounds(min, max);
        Autograd.BeforeWrite(x);
        Tensor saved = Autograd.Needed(x) ? Copying.Contiguous(x) : null;
        ClampInto(x, x, op);
        return Autograd.Needed(x) ? Autograd.Record(x, "clamp_", [x], [saved], Gradient(op)) : x;
    }

    private static unsafe void ClampInto(Tensor y, Tensor x, ClampOp op)
    {
        if (y.dtype != ScalarType.Float32)
        {
            Pointwise.Unary(y, x, op);
            return;
        }
        var kernel = new Kernels.ClampOp((float)op.Low, (float)op.High);
        Pointwise.Rows(y, x, (from, to, n) => Kernels.Elementwise.UnaryRange(kernel, from, to, n));
    }

    private static ClampOp Bounds(Scalar min, Scalar max) => min is null && max is null
        ? throw new ArgumentException("clamp: at least one of min and max must be given.")
        : new ClampOp(min?.Real ?? double.NegativeInfinity, max?.Real ?? double.PositiveInfinity);

    private static BackwardFunction Gradient(ClampOp op) => (node, g) =>
    {
        Tensor saved = node.Saved(0), inside = Tensor.Create(saved.Sizes, saved.dtype);
        Pointwise.Unary(inside, saved, new InsideOp(op.Low, op.High));
        node.Give(0, Arithmetic.Mul(g, inside));
    };

    private static Tensor Apply<TOp>(Tensor x, TOp op, string name, BackwardFunction backward) where TOp : struct, INumberFunction
    {
        Tensor y = Tensor.Create(x.Sizes, x.dtype);
        Pointwise.Unary(y, x, op);
        return Autograd.Needed(x) ? Autograd.Record(y, name, [x], [x], backward) : y;
    }

    internal readonly struct AbsOp : INumberFunction
    {
        public T Apply<T>(T x) where T : unmanaged, INumber<T> => T.Abs(x);

        public static bool Vectorized => true;

        public Vector<T> Wide<T>(Vector<T> x) where T : unmanaged, INumber<T> => Vector.Abs(x);
    }

    internal readonly struct SignOp : INumberFunction
    {
        public T Apply<T>(T x) where T : unmanaged, INumber<T> => x > T.Zero ? T.One : x < T.Zero ? T.Zero - T.One : x;
    }

    internal readonly struct FloorOp : INumberFunction
    {
        public T Apply<T>(T x) where T : unmanaged, INumber<T> => T.IsInteger(x) ? x : T.CreateTruncating(Math.Floor(double.CreateTruncating(x)));
    }

    internal readonly struct RoundOp : INumberFunction
    {
        public T Apply<T>(T x) where T : unmanaged, INumber<T> => T.IsInteger(x) ? x : T.CreateTruncating(Math.Round(double.CreateTruncating(x)));
    }

    internal readonly struct ClampOp(double low, double high) : INumberFunction
    {
        internal double Low => low;

        internal double High => high;

        public T Apply<T>(T x) where T : unmanaged, INumber<T>
        {
            if (!double.IsNegativeInfinity(low) && x < T.CreateTruncating(low)) return T.CreateTruncating(low);
            return !double.IsPositiveInfinity(high) && x > T.CreateTruncating(high) ? T.CreateTruncating(high) : x;
        }
    }

    private readonly struct InsideOp(double low, double high) : INumberFunction
    {
        public T Apply<T>(T x) where T : unmanaged, INumber<T>
        {
            double value = double.CreateTruncating(x);
            return value >= low && value <= high ? T.One : T.Zero;
        }
    }
}
