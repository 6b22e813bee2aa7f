namespace TorchSharp;

using static torch;

/// <summary>Broadcasting + - * / max min and their gradients.</summary>
internal static partial class Arithmetic
{
    internal static Tensor Add(Tensor a, Tensor b, double alpha = 1)
    {
        Tensor y = alpha == 1 ? Apply(a, b, new AddOp(), DType.Result(a, b)) : Apply(a, b, new AddScaledOp(alpha), DType.Result(a, b));
        return Autograd.Needed(a, b)
            ? Autograd.Record(y, "add", [a, b], [], (node, g) =>
            {
                node.Give(0, g);
                if (node.Needs(1)) node.Give(1, alpha == 1 ? g : Scale(g, alpha));
            })
            : y;
    }

    internal static Tensor Sub(Tensor a, Tensor b)
    {
        Tensor y = Apply(a, b, new SubOp(), DType.Result(a, b));
        return Autograd.Needed(a, b)
            ? Autograd.Record(y, "sub", [a, b], [], static (node, g) =>
            {
                node.Give(0, g);
                if (node.Needs(1)) node.Give(1, Scale(g, -1));
            })
            : y;
    }

    internal static Tensor Mul(Tensor a, Tensor b)
    {
        Tensor y = Apply(a, b, new MulOp(), DType.Result(a, b));
        return Autograd.Needed(a, b)
            ? Autograd.Record(y, "mul", [a, b], [a.Meta is null ? null : b, b.Meta is null ? null : a], static (node, g) =>
            {
                if (node.Needs(0)) node.Give(0, Mul(g, node.Saved(0)));
                if (node.Needs(1)) node.Give(1, Mul(g, node.Saved(1)));
            })
            : y;
    }

    internal static Tensor Div(Tensor a, Tensor b)
    {
        Tensor y = Apply(a, b, new DivOp(), DType.Floating(DType.Result(a, b)));
        return Autograd.Needed(a, b)
            ? Autograd.Record(y, "div", [a, b], [b, b.Meta is null ? null : y], static (node, g) =>
            {
                Tensor quotient = Div(g, node.Saved(0));
                node.Give(0, quotient);
                if (node.Needs(1)) node.Give(1, Scale(Mul(quotient, node.Saved(1)), -1));
            })
            : y;
    }

    internal static Tensor Maximum(Tensor a, Tensor b) => Choose(a, b, "maximum", Apply(a, b, new MaxOp(), DType.Result(a, b)));

    internal static Tensor Minimum(Tensor a, Tensor b) => Choose(a, b, "minimum", Apply(a, b, new MinOp(), DType.Result(a, b)));

    /// <summary>The gradient goes to the operand that was chosen, half to each where they are equal.</summary>
    private static Tensor Choose(Tensor a, Tensor b, string name, Tensor y) => Autograd.Needed(a, b)
        ? Autograd.Record(y, name, [a, b], [a, b, y], static (node, g) =>
        {
            for (int i = 0; i < 2; i++)
            {
                if (!node.Needs(i)) continue;
                Tensor own = Copying.Convert(Comparison.Equal(node.Saved(i), node.Saved(2)), g.dtype);
                Tensor other = Copying.Convert(Comparison.Equal(node.Saved(1 - i), node.Saved(2)), g.dtype);
                node.Give(i, Mul(g, Sub(own, Scale(Mul(own, other), 0.5))));
            }
        })
        : y;

    /// <summary>x * scale, recorded.</summary>
    internal static Tensor Scale(Tensor x, double scale) => Affine(x, scale, 0, x.dtype);

    /// <summary>x * scale + shift in the given type, recorded.</summary>
    internal static Tensor Affine(Tensor x, double scale, double shift, ScalarType type)
    {
        using Operand source = Operand.As(x, type);
        Tensor y = Tensor.Create(x.Sizes, type);
        AffineInto(y, source, scale, shift);
        return Autograd.Needed(x) ? Autograd.Record(y, "affine", [x], [], (node, g) => node.Give(0, scale == 1 ? g : Scale(g, scale))) : y;
    }

    /// <summary>y = x * scale + shift; not recorded.</summary>
    internal static unsafe void AffineInto(Tensor y, Tensor x, double scale, double shift)
    {
        if (y.dtype != ScalarType.Float32)
        {
            Pointwise.Unary(y, x, new AffineOp(scale, shift));
            return;
        }
        var add = new Kernels.AddScalarOp((float)shift);
        var multiply = new Kernels.MulScalarOp((float)scale);
        var both = new Kernels.AffineOp((float)scale, (float)shift);
        if (scale == 1) Pointwise.Rows(y, x, (from, to, n) => Kernels.Elementwise.UnaryRange(add, from, to, n));
        else if (shift == 0) Pointwise.Rows(y, x, (from, to, n) => Kernels.Elementwise.UnaryRange(multiply, from, to, n));
        else Pointwise.Rows(y, x, (from, to, n) => Kernels.Elementwise.UnaryRange(both, from, to, n));
    }

    internal static Tensor Apply<TOp>(Tensor a, Tensor b, TOp op, ScalarType type) where TOp : struct, INumberBinary
    {
        Tensor y = Tensor.Create(Shapes.Broadcast(a.Sizes, b.Sizes), type);
        using Operand left = Operand.As(a, type), right = Operand.As(b, type);
        Pointwise.Binary(y, left, right, op);
        return y;
    }

    /// <summary>A handle on <paramref name="x"/> in the wanted type, outside scopes and autograd; the caller disposes it.</summary>
    internal static Tensor As(Tensor x, ScalarType type)
    {
        if (x.dtype == type) return x.Detached();
        using Tensor converted = Copying.Convert(x, type);
        return converted.Detached();
    }

    internal static void AddInPlace(Tensor target, Tensor value)
    {
        using Operand source = Operand.As(value, target.dtype);
        target.Memory.Version++;
        Pointwise.Binary(target, target, source, new AddOp());
    }

    internal static Tensor RoundedDivision(Tensor a, Tensor b, RoundingMode mode)
    {
        Tensor y = Apply(a, b, new RoundedDivOp(mode), DType.Result(a, b));
        return Autograd.Needed(a, b)
            ? Autograd.Record(y, "div", [a, b], [], static (node, g) =>
            {
                Tensor zero = Factory.Zeros(g.Sizes, g.dtype);
                node.Give(0, zero);
                node.Give(1, zero);
            })
            : y;
    }

    /// <summary>a - b·floor(a / b): the sign of b. Its slopes are 1 and -floor(a / b).</summary>
    internal static Tensor Remainder(Tensor a, Tensor b)
    {
        Tensor y = Apply(a, b, new RemainderOp(), DType.Result(a, b));
        return Autograd.Needed(a, b)
            ? Autograd.Record(y, "remainder", [a, b], Autograd.Needed(b) ? [a, b] : [], static (node, g) =>
            {
                node.Give(0, g);
                if (node.Needs(1)) node.Give(1, Scale(Mul(g, RoundedDivision(node.Saved(0), node.Saved(1), RoundingMode.floor)), -1));
            })
            : y;
    }

    internal static Tensor Power(Tensor a, Tensor b)
    {
        Tensor y = Apply(a, b, new PowerOp(), DType.Floating(DType.Result(a, b)));
        return Autograd.Needed(a, b)
            ? Autograd.Record(y, "pow", [a, b], [a, b, y], static (node, g) =>
            {
                Tensor x = node.Saved(0), exponent = node.Saved(1);
                if (node.Needs(0)) node.Give(0, Mul(g, Mul(exponent, Power(x, Affine(exponent, 1, -1, exponent.dtype)))));
                if (node.Needs(1)) node.Give(1, Mul(g, Mul(node.Saved(2), RealFunctions.Log.Apply(x))));
            })
            : y;
    }

    internal static void RequireTrue(RoundingMode mode)
    {
        if (mode != RoundingMode.None) throw new NotSupportedException("div_ with a rounding mode is not supported; use div.");
    }
}
