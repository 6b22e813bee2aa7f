using System.Numerics;
using System.Runtime.Intrinsics;

namespace TorchSharp;

using static torch;

/// <summary>Comparisons and logic; results are bool tensors without gradients.</summary>
internal static class Comparison
{
    internal static Tensor Equal(Tensor a, Tensor b) => Apply(a, b, new EqualOp());

    internal static Tensor NotEqual(Tensor a, Tensor b) => Apply(a, b, new NotEqualOp());

    internal static Tensor Less(Tensor a, Tensor b) => Apply(a, b, new LessOp());

    internal static Tensor LessOrEqual(Tensor a, Tensor b) => Apply(a, b, new LessOrEqualOp());

    internal static Tensor And(Tensor a, Tensor b) => Apply(a, b, new AndOp());

    internal static Tensor Or(Tensor a, Tensor b) => Apply(a, b, new OrOp());

    internal static Tensor Xor(Tensor a, Tensor b) => Apply(a, b, new XorOp());

    /// <summary>The tensor, which must be of Bool: on integers the operators would be bitwise.</summary>
    internal static Tensor Mask(Tensor x) => x.dtype == ScalarType.Bool
        ? x
        : throw new NotSupportedException($"& | ^ ~ are supported for Bool tensors, not {x.dtype}; use logical_and and its like.");

    /// <summary>|a - b| ≤ atol + rtol |b|, equal infinities included.</summary>
    internal static Tensor Close(Tensor a, Tensor b, double rtol, double atol, bool nanEqual)
    {
        using Tensor x = a.type(ScalarType.Float64).Detached(), y = b.type(ScalarType.Float64).Detached();
        return Apply(x, y, new CloseOp(rtol, atol, nanEqual));
    }

    internal static Tensor Apply<TOp>(Tensor a, Tensor b, TOp op) where TOp : struct, INumberRelation
    {
        ScalarType type = DType.Result(a, b);
        Tensor y = Tensor.Create(Shapes.Broadcast(a.Sizes, b.Sizes), ScalarType.Bool);
        using TorchSharp.Operand left = TorchSharp.Operand.As(a, type), right = TorchSharp.Operand.As(b, type);
        Pointwise.Compare(y, left, right, op);
        return y;
    }

    /// <summary>A scalar beside a tensor, in the type that comparison or arithmetic with it has.</summary>
    internal static Tensor Operand(Tensor beside, Scalar value)
    {
        DisposeScopeManager manager = DisposeScopeManager.Thread;
        manager.Suppressed++;
        try
        {
            return Factory.Full([], value, DType.Result(beside, value));
        }
        finally
        {
            manager.Suppressed--;
        }
    }

    internal readonly struct EqualOp : INumberRelation
    {
        public static bool Vectorized => true;

        public bool Apply<T>(T a, T b) where T : unmanaged, INumber<T> => a == b;

        public Vector256<float> Wide(Vector256<float> a, Vector256<float> b) => Vector256.Equals(a, b);
    }

    internal readonly struct NotEqualOp : INumberRelation
    {
        public static bool Vectorized => true;

        public bool Apply<T>(T a, T b) where T : unmanaged, INumber<T> => a != b;

        public Vector256<float> Wide(Vector256<float> a, Vector256<float> b) => ~Vector256.Equals(a, b);
    }

    internal readonly struct LessOp : INumberRelation
    {
        public static bool Vectorized => true;

        public bool Apply<T>(T a, T b) where T : unmanaged, INumber<T> => a < b;

        public Vector256<float> Wide(Vector256<float> a, Vector256<float> b) => Vector256.LessThan(a, b);
    }

    internal readonly struct LessOrEqualOp : INumberRelation
    {
        public static bool Vectorized => true;

        public bool Apply<T>(T a, T b) where T : unmanaged, INumber<T> => a <= b;

        public Vector256<float> Wide(Vector256<float> a, Vector256<float> b) => Vector256.LessThanOrEqual(a, b);
    }

    internal readonly struct AndOp : INumberRelation
    {
        public bool Apply<T>(T a, T b) where T : unmanaged, INumber<T> => !T.IsZero(a) && !T.IsZero(b);
    }

    internal readonly struct OrOp : INumberRelation
    {
        public bool Apply<T>(T a, T b) where T : unmanaged, INumber<T> => !T.IsZero(a) || !T.IsZero(b);
    }

    internal readonly struct XorOp : INumberRelation
    {
        public bool Apply<T>(T a, T b) where T : unmanaged, INumber<T> => T.IsZero(a) != T.IsZero(b);
    }

    private readonly struct CloseOp(double rtol, double atol, bool nanEqual) : INumberRelation
    {
        public bool Apply<T>(T a, T b) where T : unmanaged, INumber<T>
        {
            if (T.IsNaN(a) || T.IsNaN(b)) return nanEqual && T.IsNaN(a) && T.IsNaN(b);
            double x = double.CreateTruncating(a), y = double.CreateTruncating(b);
            return x == y || (double.IsFinite(x) && double.IsFinite(y) && Math.Abs(x - y) <= atol + (rtol * Math.Abs(y)));
        }
    }
}
