namespace TorchSharp;

using static torch;

/// <summary>any, all and counting.</summary>
internal static class Logic
{
    internal static Tensor Any(Tensor x, ReadOnlySpan<long> dims, bool keepdim)
    {
        using Tensor flags = Arithmetic.As(x, ScalarType.Bool), total = Reduction.Sum(flags, dims, keepdim, ScalarType.Int64);
        return Copying.Convert(total, ScalarType.Bool);
    }

    internal static Tensor All(Tensor x, ReadOnlySpan<long> dims, bool keepdim)
    {
        using Tensor flags = Arithmetic.As(x, ScalarType.Bool), negated = Not(flags), any = Any(negated, dims, keepdim);
        return Not(any);
    }

    internal static Tensor Not(Tensor x)
    {
        using Tensor zero = Comparison.Operand(x, x.dtype == ScalarType.Bool ? (Scalar)false : (Scalar)0);
        return Comparison.Equal(x, zero);
    }
}
