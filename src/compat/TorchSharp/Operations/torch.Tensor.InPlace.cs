namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor add_(Tensor target) => InPlace.Add(this, target, 1);

        public Tensor add_(Tensor target, Scalar alpha) => InPlace.Add(this, target, alpha.Real);

        public Tensor add_(Scalar scalar) => InPlace.Affine(this, 1, scalar.Real);

        public Tensor sub_(Tensor target) => InPlace.Add(this, target, -1);

        public Tensor sub_(Scalar target) => InPlace.Affine(this, 1, -target.Real);

        public Tensor mul_(Tensor target) => InPlace.Mul(this, target);

        public Tensor mul_(Scalar target) => InPlace.Affine(this, target.Real, 0);

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None)
        {
            Arithmetic.RequireTrue(rounding_mode);
            return InPlace.Div(this, target);
        }

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None)
        {
            Arithmetic.RequireTrue(rounding_mode);
            using Tensor divisor = Comparison.Operand(this, target);
            return InPlace.Div(this, divisor);
        }

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value)
        {
            using Tensor product = Arithmetic.Mul(tensor1, tensor2);
            return InPlace.Add(this, product, value.Real);
        }

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value)
        {
            using Tensor quotient = Arithmetic.Div(tensor1, tensor2);
            return InPlace.Add(this, quotient, value.Real);
        }

        public Tensor lerp_(Tensor end, Tensor weight)
        {
            using Tensor difference = Arithmetic.Sub(end, this), step = Arithmetic.Mul(difference, weight);
            return InPlace.Add(this, step, 1);
        }

        public Tensor fill_(Scalar value) => InPlace.Fill(this, value);

        public Tensor zero_() => InPlace.Fill(this, 0);

        public Tensor copy_(Tensor source, bool nonBlocking = false) => InPlace.Copy(this, source);

        public Tensor clamp_(Scalar min = null, Scalar max = null) => Clamping.ClampInPlace(this, min, max);

        public Tensor clamp_min_(Scalar min) => Clamping.ClampInPlace(this, min, null);

        public Tensor clamp_max_(Scalar max) => Clamping.ClampInPlace(this, null, max);

        public Tensor relu_() => Clamping.ReluInPlace(this);

        public Tensor leaky_relu_(Scalar negative_slope) => RealFunctions.LeakyRelu(negative_slope.Real).ApplyInPlace(this);

        public Tensor neg_() => InPlace.Affine(this, -1, 0);

        public Tensor pow_(Scalar exponent) => RealFunctions.Power(exponent.Real).ApplyInPlace(this);
    }
}
