namespace TorchSharp;

public static partial class torch
{
    public enum RoundingMode
    {
        None,
        trunc,
        floor,
    }

    public static Tensor add(Tensor left, Tensor right) => Arithmetic.Add(left, right);

    public static Tensor add(Tensor left, Scalar right) => left.add(right);

    public static Tensor add(Tensor left, Tensor right, Scalar alpha) => Arithmetic.Add(left, right, alpha.Real);

    public static Tensor sub(Tensor left, Tensor right) => Arithmetic.Sub(left, right);

    public static Tensor sub(Tensor left, Scalar right) => left.sub(right);

    public static Tensor mul(Tensor left, Tensor right) => Arithmetic.Mul(left, right);

    public static Tensor mul(Tensor left, Scalar right) => left.mul(right);

    public static Tensor div(Tensor left, Tensor right, RoundingMode rounding_mode = RoundingMode.None) => left.div(right, rounding_mode);

    public static Tensor div(Tensor left, Scalar right, RoundingMode rounding_mode = RoundingMode.None) => left.div(right, rounding_mode);

    public static Tensor neg(Tensor input) => input.neg();

    public static Tensor pow(Tensor left, Scalar exponent) => left.pow(exponent);

    public static Tensor pow(Tensor left, Tensor exponent) => left.pow(exponent);

    public static Tensor square(Tensor input) => input.square();

    public static Tensor maximum(Tensor input, Tensor other) => Arithmetic.Maximum(input, other);

    public static Tensor minimum(Tensor input, Tensor other) => Arithmetic.Minimum(input, other);

    public static Tensor abs(Tensor input) => Clamping.Abs(input);

    public static Tensor sign(Tensor input) => Clamping.Sign(input);

    public static Tensor floor(Tensor input) => Clamping.Floor(input);

    public static Tensor round(Tensor input, long decimals = 0) => input.round(decimals);

    public static Tensor clamp(Tensor input, Scalar min = null, Scalar max = null) => Clamping.Clamp(input, min, max);

    public static Tensor clamp_min(Tensor input, Scalar min) => Clamping.Clamp(input, min, null);

    public static Tensor clamp_max(Tensor input, Scalar max) => Clamping.Clamp(input, null, max);

    public static Tensor lerp(Tensor input, Tensor end, Tensor weight) => input.lerp(end, weight);

    public partial class Tensor
    {
        public Tensor add(Tensor target) => Arithmetic.Add(this, target);

        public Tensor add(Tensor target, Scalar alpha) => Arithmetic.Add(this, target, alpha.Real);

        public Tensor add(Scalar scalar) => Arithmetic.Affine(this, 1, scalar.Real, DType.Result(this, scalar));

        public Tensor sub(Tensor target) => Arithmetic.Sub(this, target);

        public Tensor sub(Scalar target) => Arithmetic.Affine(this, 1, -target.Real, DType.Result(this, target));

        public Tensor mul(Tensor target) => Arithmetic.Mul(this, target);

        public Tensor mul(Scalar target) => Arithmetic.Affine(this, target.Real, 0, DType.Result(this, target));

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None
            ? Arithmetic.Div(this, target)
            : Arithmetic.RoundedDivision(this, target, rounding_mode);

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None)
        {
            using Tensor divisor = Comparison.Operand(this, target);
            return div(divisor, rounding_mode);
        }

        public Tensor floor_divide(Scalar other) => div(other, RoundingMode.floor);

        public Tensor floor_divide(Tensor other) => div(other, RoundingMode.floor);

        public Tensor remainder(Scalar scalar)
        {
            using Tensor divisor = Comparison.Operand(this, scalar);
            return Arithmetic.Remainder(this, divisor);
        }

        public Tensor remainder(Tensor target) => Arithmetic.Remainder(this, target);

        public Tensor neg() => Arithmetic.Scale(this, -1);

        public Tensor negative() => neg();

        public Tensor abs() => Clamping.Abs(this);

        public Tensor sign() => Clamping.Sign(this);

        public Tensor floor() => Clamping.Floor(this);

        public Tensor ceil() => Clamping.Ceiling(this);

        public Tensor round(long decimals = 0)
        {
            if (decimals == 0) return Clamping.Round(this);
            double scale = Math.Pow(10, decimals);
            return Clamping.Round(this * scale) / scale;
        }

        public Tensor square() => pow(2);

        public Tensor pow(Scalar exponent)
        {
            if (torch.is_floating_point(dtype) || exponent.IsReal) return RealFunctions.Power(exponent.Real).Apply(this);
            using Tensor reals = Copying.Convert(this, ScalarType.Float64), powers = RealFunctions.Power(exponent.Real).Apply(reals);
            return Copying.Convert(powers, dtype);
        }

        public Tensor pow(Tensor exponent) => Arithmetic.Power(this, exponent);

        public Tensor maximum(Tensor other) => Arithmetic.Maximum(this, other);

        public Tensor minimum(Tensor other) => Arithmetic.Minimum(this, other);

        public Tensor clamp(Scalar min = null, Scalar max = null) => Clamping.Clamp(this, min, max);

        public Tensor clamp_min(Scalar min) => Clamping.Clamp(this, min, null);

        public Tensor clamp_max(Scalar max) => Clamping.Clamp(this, null, max);

        public Tensor relu() => Clamping.Relu(this);

        public Tensor leaky_relu(Scalar negative_slope) => RealFunctions.LeakyRelu(negative_slope.Real).Apply(this);

        public Tensor lerp(Tensor end, Tensor weight) => this + ((end - this) * weight);

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => add(tensor1 * tensor2, value);

        public static Tensor operator +(Tensor left, Tensor right) => Arithmetic.Add(left, right);

        public static Tensor operator +(Tensor left, Scalar right) => left.add(right);

        public static Tensor operator +(Scalar left, Tensor right) => right.add(left);

        public static Tensor operator -(Tensor left, Tensor right) => Arithmetic.Sub(left, right);

        public static Tensor operator -(Tensor left, Scalar right) => left.sub(right);

        public static Tensor operator -(Scalar left, Tensor right) => Arithmetic.Affine(right, -1, left.Real, DType.Result(right, left));

        public static Tensor operator *(Tensor left, Tensor right) => Arithmetic.Mul(left, right);

        public static Tensor operator *(Tensor left, Scalar right) => left.mul(right);

        public static Tensor operator *(Scalar left, Tensor right) => right.mul(left);

        public static Tensor operator /(Tensor left, Tensor right) => Arithmetic.Div(left, right);

        public static Tensor operator /(Tensor left, Scalar right) => left.div(right);

        public static Tensor operator /(Scalar left, Tensor right)
        {
            using Tensor numerator = Comparison.Operand(right, left);
            return Arithmetic.Div(numerator, right);
        }

        public static Tensor operator %(Tensor left, Tensor right) => left.remainder(right);

        public static Tensor operator %(Tensor left, Scalar right) => left.remainder(right);

        public static Tensor operator -(Tensor tensor) => tensor.neg();
    }
}
