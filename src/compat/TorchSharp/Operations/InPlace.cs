namespace TorchSharp;

using static torch;

/// <summary>Operations that write into their first operand, recorded where that is not a leaf.</summary>
internal static class InPlace
{
    internal static Tensor Add(Tensor x, Tensor other, double alpha)
    {
        Check(x, other, "add_");
        using Operand source = Operand.As(other, x.dtype);
        if (alpha == 1) Pointwise.Binary(x, x, source, new Arithmetic.AddOp());
        else Pointwise.Binary(x, x, source, new Arithmetic.AddScaledOp(alpha));
        return Autograd.Needed(x, other)
            ? Autograd.Record(x, "add_", [x, other], [], (node, g) =>
            {
                node.Give(0, g);
                if (node.Needs(1)) node.Give(1, alpha == 1 ? g : Arithmetic.Scale(g, alpha));
            })
            : x;
    }

    internal static Tensor Mul(Tensor x, Tensor other)
    {
        Check(x, other, "mul_");
        using Operand source = Operand.As(other, x.dtype);
        Tensor before = Autograd.Needed(other) ? Copying.Contiguous(x) : null;
        Pointwise.Binary(x, x, source, new Arithmetic.MulOp());
        return Autograd.Needed(x, other)
            ? Autograd.Record(x, "mul_", [x, other], [source, before], static (node, g) =>
            {
                if (node.Needs(0)) node.Give(0, Arithmetic.Mul(g, node.Saved(0)));
                if (node.Needs(1)) node.Give(1, Arithmetic.Mul(g, node.Saved(1)));
            })
            : x;
    }

    internal static Tensor Div(Tensor x, Tensor other)
    {
        if (!is_floating_point(x.dtype)) throw new InvalidOperationException($"div_: the quotient is real and cannot be written into a tensor of {x.dtype}.");
        Check(x, other, "div_");
        using Operand source = Operand.As(other, x.dtype);
        Pointwise.Binary(x, x, source, new Arithmetic.DivOp());
        Tensor after = Autograd.Needed(other) ? Copying.Contiguous(x) : null;
        return Autograd.Needed(x, other)
            ? Autograd.Record(x, "div_", [x, other], [source, after], static (node, g) =>
            {
                Tensor quotient = Arithmetic.Div(g, node.Saved(0));
                node.Give(0, quotient);
                if (node.Needs(1)) node.Give(1, Arithmetic.Scale(Arithmetic.Mul(quotient, node.Saved(1)), -1));
            })
            : x;
    }

    /// <summary>x = x * scale + shift.</summary>
    internal static Tensor Affine(Tensor x, double scale, double shift)
    {
        Autograd.BeforeWrite(x);
        Arithmetic.AffineInto(x, x, scale, shift);
        return Autograd.Needed(x) ? Autograd.Record(x, "affine_", [x], [], (node, g) => node.Give(0, scale == 1 ? g : Arithmetic.Scale(g, scale))) : x;
    }

    internal static Tensor Fill(Tensor x, Scalar value)
    {
        Autograd.BeforeWrite(x);
        Factory.Fill(x, value);
        return Overwrite(x, "fill_");
    }

    internal static Tensor Copy(Tensor x, Tensor source)
    {
        Check(x, source, "copy_");
        using Tensor own = x.Memory == source.Memory ? Copying.Contiguous(source) : source.Detached();
        Copying.Into(x, own);
        return Autograd.Needed(x, source)
            ? Autograd.Record(x, "copy_", [x, source], [], static (node, g) =>
            {
                Overwritten(node, g);
                node.Give(1, g);
            })
            : x;
    }

    private static void Check(Tensor x, Tensor other, string name)
    {
        if (!Shapes.Broadcast(x.Sizes, other.Sizes).AsSpan().SequenceEqual(x.Sizes))
            throw new InvalidOperationException($"{name}: a tensor of shape {Shapes.Text(other.Sizes)} cannot be written into one of shape {Shapes.Text(x.Sizes)}.");
        Autograd.BeforeWrite(x, other);
    }

    /// <summary>Notes in the graph that <paramref name="x"/> was overwritten by what depends on nothing.</summary>
    internal static Tensor Overwrite(Tensor x, string name) => Autograd.Needed(x) ? Autograd.Record(x, name, [x], [], Overwritten) : x;

    // what was written over has no influence: its gradient is zero, not missing
    private static void Overwritten(GradNode node, Tensor gradient)
    {
        if (node.Needs(0)) node.Give(0, Factory.Zeros(gradient.Sizes, gradient.dtype));
    }
}
