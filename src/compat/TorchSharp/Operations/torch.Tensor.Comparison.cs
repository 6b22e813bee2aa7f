namespace TorchSharp;

public static partial class torch
{
    public static Tensor eq(Tensor left, Tensor right) => Comparison.Equal(left, right);

    public static Tensor ne(Tensor left, Tensor right) => Comparison.NotEqual(left, right);

    public static Tensor lt(Tensor left, Tensor right) => Comparison.Less(left, right);

    public static Tensor le(Tensor left, Tensor right) => Comparison.LessOrEqual(left, right);

    public static Tensor gt(Tensor left, Tensor right) => Comparison.Less(right, left);

    public static Tensor ge(Tensor left, Tensor right) => Comparison.LessOrEqual(right, left);

    public static Tensor logical_not(Tensor input) => Logic.Not(input);

    public static Tensor logical_and(Tensor left, Tensor right) => Comparison.And(left, right);

    public static Tensor logical_or(Tensor left, Tensor right) => Comparison.Or(left, right);

    public static bool allclose(Tensor tensor, Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) => tensor.allclose(target, rtol, atol, equal_nan);

    public static Tensor isclose(Tensor tensor, Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) =>
        Comparison.Close(tensor, other, rtol, atol, nanEqual);

    public static Tensor equal(Tensor tensor, Tensor target) => tensor.equal(target);

    public static Tensor isnan(Tensor input) => input.isnan();

    public static Tensor isfinite(Tensor tensor) => tensor.isfinite();

    public static Tensor isinf(Tensor tensor) => tensor.isinf();

    public partial class Tensor
    {
        public Tensor eq(Tensor target) => Comparison.Equal(this, target);

        public Tensor eq(Scalar target)
        {
            using Tensor operand = Comparison.Operand(this, target);
            return Comparison.Equal(this, operand);
        }

        public Tensor ne(Tensor target) => Comparison.NotEqual(this, target);

        public Tensor ne(Scalar target)
        {
            using Tensor operand = Comparison.Operand(this, target);
            return Comparison.NotEqual(this, operand);
        }

        public Tensor lt(Tensor target) => Comparison.Less(this, target);

        public Tensor lt(Scalar target)
        {
            using Tensor operand = Comparison.Operand(this, target);
            return Comparison.Less(this, operand);
        }

        public Tensor le(Tensor target) => Comparison.LessOrEqual(this, target);

        public Tensor le(Scalar target)
        {
            using Tensor operand = Comparison.Operand(this, target);
            return Comparison.LessOrEqual(this, operand);
        }

        public Tensor gt(Tensor target) => Comparison.Less(target, this);

        public Tensor gt(Scalar target)
        {
            using Tensor operand = Comparison.Operand(this, target);
            return Comparison.Less(operand, this);
        }

        public Tensor ge(Tensor target) => Comparison.LessOrEqual(target, this);

        public Tensor ge(Scalar target)
        {
            using Tensor operand = Comparison.Operand(this, target);
            return Comparison.LessOrEqual(operand, this);
        }

        public Tensor logical_not() => Logic.Not(this);

        public Tensor logical_and(Tensor other) => Comparison.And(this, other);

        public Tensor logical_or(Tensor other) => Comparison.Or(this, other);

        public Tensor logical_xor(Tensor other) => Comparison.Xor(this, other);

        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false)
        {
            using Tensor close = Comparison.Close(this, target, rtol, atol, equal_nan), all = close.all();
            return all.item<bool>();
        }

        public Tensor isclose(Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) => Comparison.Close(this, other, rtol, atol, nanEqual);

        /// <summary>Element by element, as the official member of this name is.</summary>
        public Tensor equal(Tensor target) => Comparison.Equal(this, target);

        public Tensor isnan() => Comparison.NotEqual(this, this);

        public Tensor isfinite()
        {
            if (!torch.is_floating_point(dtype)) return Factory.Full(Sizes, true, ScalarType.Bool);
            using Tensor difference = Arithmetic.Sub(detach(), detach());
            return Comparison.Equal(difference, difference);
        }

        public Tensor isinf()
        {
            using Tensor magnitude = Clamping.Abs(detach());
            return magnitude.eq(double.PositiveInfinity);
        }

        public static Tensor operator ==(Tensor left, Tensor right) => left.eq(right);

        public static Tensor operator ==(Tensor left, Scalar right) => left.eq(right);

        public static Tensor operator ==(Scalar left, Tensor right) => right.eq(left);

        public static Tensor operator !=(Tensor left, Tensor right) => left.ne(right);

        public static Tensor operator !=(Tensor left, Scalar right) => left.ne(right);

        public static Tensor operator !=(Scalar left, Tensor right) => right.ne(left);

        public static Tensor operator <(Tensor left, Tensor right) => left.lt(right);

        public static Tensor operator <(Tensor left, Scalar right) => left.lt(right);

        public static Tensor operator <(Scalar left, Tensor right) => right.gt(left);

        public static Tensor operator <=(Tensor left, Tensor right) => left.le(right);

        public static Tensor operator <=(Tensor left, Scalar right) => left.le(right);

        public static Tensor operator <=(Scalar left, Tensor right) => right.ge(left);

        public static Tensor operator >(Tensor left, Tensor right) => left.gt(right);

        public static Tensor operator >(Tensor left, Scalar right) => left.gt(right);

        public static Tensor operator >(Scalar left, Tensor right) => right.lt(left);

        public static Tensor operator >=(Tensor left, Tensor right) => left.ge(right);

        public static Tensor operator >=(Tensor left, Scalar right) => left.ge(right);

        public static Tensor operator >=(Scalar left, Tensor right) => right.le(left);

        public static Tensor operator &(Tensor left, Tensor right) => Comparison.And(Comparison.Mask(left), Comparison.Mask(right));

        public static Tensor operator |(Tensor left, Tensor right) => Comparison.Or(Comparison.Mask(left), Comparison.Mask(right));

        public static Tensor operator ^(Tensor left, Tensor right) => Comparison.Xor(Comparison.Mask(left), Comparison.Mask(right));

        public static Tensor operator ~(Tensor left) => Logic.Not(Comparison.Mask(left));
    }
}
