namespace TorchSharp;

public static partial class torch
{
    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        NewRand(input.Sizes, dtype ?? input.dtype, device, requires_grad, null);

    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        NewRandn(input.Sizes, dtype ?? input.dtype, device, requires_grad, null);

    public static Tensor randint(long high, long[] size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null, string[] names = null) =>
        randint(0, high, size, dtype, device, requires_grad, generator);

    public static Tensor randint(long low, long high, long[] size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null, string[] names = null) =>
        Factory.Finish(Sampling.Integers(low, high, size, dtype ?? ScalarType.Int64, generator), device, requires_grad);

    public static Tensor randint(long high, Size size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null, string[] names = null) =>
        randint(0, high, size.Shape, dtype, device, requires_grad, generator);

    public static Tensor randint(long low, long high, Size size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null, string[] names = null) =>
        randint(low, high, size.Shape, dtype, device, requires_grad, generator);

    public static Tensor randperm(long n, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null) =>
        Factory.Finish(Arithmetic.Affine(Sampling.Permutation(n, generator), 1, 0, dtype ?? ScalarType.Int64), device, requires_grad);

    public static Tensor bernoulli(Tensor input, Generator generator = null) => input.bernoulli(generator);

    public partial class Tensor
    {
        public Tensor rand_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false) => torch.rand_like(this, dtype, device, requires_grad);

        public Tensor randn_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false) => torch.randn_like(this, dtype, device, requires_grad);

        public Tensor normal_(double mean = 0, double std = 1, Generator generator = null)
        {
            Autograd.BeforeWrite(this);
            return InPlace.Overwrite(Sampling.Normal(this, mean, std, generator), "normal_");
        }

        public Tensor uniform_(double from, double to, Generator generator = null)
        {
            Autograd.BeforeWrite(this);
            return InPlace.Overwrite(Sampling.Uniform(this, from, to, generator), "uniform_");
        }

        public Tensor bernoulli_(double p = 0.5, Generator generator = null)
        {
            Autograd.BeforeWrite(this);
            return InPlace.Overwrite(Sampling.Bernoulli(this, p, generator), "bernoulli_");
        }

        public Tensor bernoulli(Generator generator = null)
        {
            using Tensor draws = Sampling.Uniform(Create(Sizes, dtype), 0, 1, generator);
            using Tensor below = Comparison.Less(draws, this);
            return Copying.Convert(below, dtype);
        }
    }
}
