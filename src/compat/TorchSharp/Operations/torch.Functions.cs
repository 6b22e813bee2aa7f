namespace TorchSharp;

public static partial class torch
{
    public static Tensor exp(Tensor input) => RealFunctions.Exp.Apply(input);

    public static Tensor exp_(Tensor input) => RealFunctions.Exp.ApplyInPlace(input);

    public static Tensor log(Tensor input) => RealFunctions.Log.Apply(input);

    public static Tensor log_(Tensor input) => RealFunctions.Log.ApplyInPlace(input);

    public static Tensor sqrt(Tensor input) => RealFunctions.Sqrt.Apply(input);

    public static Tensor sqrt_(Tensor input) => RealFunctions.Sqrt.ApplyInPlace(input);

    public static Tensor rsqrt(Tensor input) => RealFunctions.Rsqrt.Apply(input);

    public static Tensor rsqrt_(Tensor input) => RealFunctions.Rsqrt.ApplyInPlace(input);

    public static Tensor reciprocal(Tensor input) => RealFunctions.Reciprocal.Apply(input);

    public static Tensor reciprocal_(Tensor input) => RealFunctions.Reciprocal.ApplyInPlace(input);

    public static Tensor tanh(Tensor input) => RealFunctions.Tanh.Apply(input);

    public static Tensor tanh_(Tensor input) => RealFunctions.Tanh.ApplyInPlace(input);

    public static Tensor sigmoid(Tensor input) => RealFunctions.Sigmoid.Apply(input);

    public static Tensor sigmoid_(Tensor input) => RealFunctions.Sigmoid.ApplyInPlace(input);

    public static Tensor erf(Tensor input) => RealFunctions.Erf.Apply(input);

    public static Tensor erf_(Tensor input) => RealFunctions.Erf.ApplyInPlace(input);

    public static Tensor sin(Tensor input) => RealFunctions.Sin.Apply(input);

    public static Tensor sin_(Tensor input) => RealFunctions.Sin.ApplyInPlace(input);

    public static Tensor cos(Tensor input) => RealFunctions.Cos.Apply(input);

    public static Tensor cos_(Tensor input) => RealFunctions.Cos.ApplyInPlace(input);

    public static Tensor log1p(Tensor input) => RealFunctions.Log1p.Apply(input);

    public static Tensor log1p_(Tensor input) => RealFunctions.Log1p.ApplyInPlace(input);

    public static Tensor expm1(Tensor input) => RealFunctions.Expm1.Apply(input);

    public static Tensor expm1_(Tensor input) => RealFunctions.Expm1.ApplyInPlace(input);

    public static Tensor log2(Tensor input) => RealFunctions.Log2.Apply(input);

    public static Tensor log2_(Tensor input) => RealFunctions.Log2.ApplyInPlace(input);

    public static Tensor log10(Tensor input) => RealFunctions.Log10.Apply(input);

    public static Tensor log10_(Tensor input) => RealFunctions.Log10.ApplyInPlace(input);

    public partial class Tensor
    {
        public Tensor exp() => RealFunctions.Exp.Apply(this);

        public Tensor exp_() => RealFunctions.Exp.ApplyInPlace(this);

        public Tensor log() => RealFunctions.Log.Apply(this);

        public Tensor log_() => RealFunctions.Log.ApplyInPlace(this);

        public Tensor sqrt() => RealFunctions.Sqrt.Apply(this);

        public Tensor sqrt_() => RealFunctions.Sqrt.ApplyInPlace(this);

        public Tensor rsqrt() => RealFunctions.Rsqrt.Apply(this);

        public Tensor rsqrt_() => RealFunctions.Rsqrt.ApplyInPlace(this);

        public Tensor reciprocal() => RealFunctions.Reciprocal.Apply(this);

        public Tensor reciprocal_() => RealFunctions.Reciprocal.ApplyInPlace(this);

        public Tensor tanh() => RealFunctions.Tanh.Apply(this);

        public Tensor tanh_() => RealFunctions.Tanh.ApplyInPlace(this);

        public Tensor sigmoid() => RealFunctions.Sigmoid.Apply(this);

        public Tensor sigmoid_() => RealFunctions.Sigmoid.ApplyInPlace(this);

        public Tensor erf() => RealFunctions.Erf.Apply(this);

        public Tensor erf_() => RealFunctions.Erf.ApplyInPlace(this);

        public Tensor silu() => RealFunctions.Silu.Apply(this);

        public Tensor silu_() => RealFunctions.Silu.ApplyInPlace(this);

        public Tensor gelu() => RealFunctions.Gelu.Apply(this);

        public Tensor sin() => RealFunctions.Sin.Apply(this);

        public Tensor sin_() => RealFunctions.Sin.ApplyInPlace(this);

        public Tensor cos() => RealFunctions.Cos.Apply(this);

        public Tensor cos_() => RealFunctions.Cos.ApplyInPlace(this);

        public Tensor log1p() => RealFunctions.Log1p.Apply(this);

        public Tensor log1p_() => RealFunctions.Log1p.ApplyInPlace(this);

        public Tensor expm1() => RealFunctions.Expm1.Apply(this);

        public Tensor expm1_() => RealFunctions.Expm1.ApplyInPlace(this);

        public Tensor log2() => RealFunctions.Log2.Apply(this);

        public Tensor log2_() => RealFunctions.Log2.ApplyInPlace(this);

        public Tensor log10() => RealFunctions.Log10.Apply(this);

        public Tensor log10_() => RealFunctions.Log10.ApplyInPlace(this);
    }
}
