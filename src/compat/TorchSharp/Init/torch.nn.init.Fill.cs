namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class init
        {
            public static Tensor constant_(Tensor tensor, Scalar val) => Write(tensor, () => Factory.Fill(tensor, val));

            public static Tensor zeros_(Tensor tensor) => constant_(tensor, 0);

            public static Tensor ones_(Tensor tensor) => constant_(tensor, 1);

            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1.0, Generator generator = null) =>
                Write(tensor, () => Sampling.Uniform(tensor, low, high, generator));

            public static Tensor normal_(Tensor tensor, double mean = 0.0, double std = 1.0, Generator generator = null) =>
                Write(tensor, () => Sampling.Normal(tensor, mean, std, generator));

            /// <summary>A normal distribution cut off at a and b, drawn by the inverse of its distribution function.</summary>
            public static Tensor trunc_normal_(Tensor tensor, double mean = 0.0, double std = 1.0, double a = -2.0, double b = 2.0, Generator generator = null)
            {
                double low = NormalDistribution.Below((a - mean) / std), high = NormalDistribution.Below((b - mean) / std);
                return Write(tensor, () =>
                {
                    using Tensor draws = Sampling.Uniform(Tensor.Create(tensor.shape, ScalarType.Float64), low, high, generator);
                    TruncatedQuantiles(draws, mean, std, a, b);
                    Copying.Into(tensor, draws);
                });
            }

            private static unsafe void TruncatedQuantiles(Tensor draws, double mean, double std, double a, double b)
            {
                Span<double> values = new(draws.Data<double>(), checked((int)draws.Count));
                foreach (ref double value in values) value = Math.Clamp(mean + (std * NormalDistribution.Quantile(value)), a, b);
            }

            private static Tensor Write(Tensor tensor, Action fill)
            {
                using IDisposable off = no_grad();
                Autograd.BeforeWrite(tensor);
                fill();
                return tensor;
            }
        }
    }
}
