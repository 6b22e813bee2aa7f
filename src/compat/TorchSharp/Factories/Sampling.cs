using TorchSharp.Kernels;

namespace TorchSharp;

using static torch;

/// <summary>
/// Fills tensors with random numbers in row-major order. The generator gives one number, from which every block of
/// <see cref="Block"/> elements takes its own stream: a seed means the same values on any number of threads.
/// </summary>
internal static unsafe class Sampling
{
    private const long Block = 4096;

    private delegate void BlockFill<T>(Span<T> target, ref RandomStream stream);

    internal static Tensor Uniform(Tensor target, double from, double to, Generator generator)
    {
        if (target.dtype == ScalarType.Float32)
        {
            float low = (float)from, width = (float)(to - from);
            Fill<float>(target, generator, (Span<float> y, ref RandomStream stream) =>
            {
                for (int i = 0; i < y.Length; i++) y[i] = low + (width * stream.NextSingle());
            });
            return target;
        }
        Require(target);
        Fill<double>(target, generator, (Span<double> y, ref RandomStream stream) =>
        {
            for (int i = 0; i < y.Length; i++) y[i] = from + ((to - from) * stream.NextDouble());
        });
        return target;
    }

    internal static Tensor Normal(Tensor target, double mean, double deviation, Generator generator)
    {
        if (target.dtype == ScalarType.Float32)
        {
            Fill<float>(target, generator, (Span<float> y, ref RandomStream stream) =>
            {
                for (int i = 0; i < y.Length; i += 2)
                {
                    (double first, double second) = stream.NextNormals();
                    y[i] = (float)(mean + (deviation * first));
                    if (i + 1 < y.Length) y[i + 1] = (float)(mean + (deviation * second));
                }
            });
            return target;
        }
        Require(target);
        Fill<double>(target, generator, (Span<double> y, ref RandomStream stream) =>
        {
            for (int i = 0; i < y.Length; i++) y[i] = mean + (deviation * stream.NextNormals().First);
        });
        return target;
    }

    /// <summary>1 with probability p, else 0, of any element type.</summary>
    internal static Tensor Bernoulli(Tensor target, double p, Generator generator)
    {
        if (target.dtype == ScalarType.Float32) return Flags(target, p, generator);
        using Tensor draws = Flags(Tensor.Create(target.Sizes, ScalarType.Float32), p, generator);
        Copying.Into(target, draws);
        return target;
    }

    private static Tensor Flags(Tensor target, double p, Generator generator)
    {
        float limit = (float)p;
        Fill<float>(target, generator, (Span<float> y, ref RandomStream stream) =>
        {
            for (int i = 0; i < y.Length; i++) y[i] = stream.NextSingle() < limit ? 1f : 0f;
        });
        return target;
    }

    internal static Tensor Integers(long low, long high, ReadOnlySpan<long> sizes, ScalarType type, Generator generator)
    {
        if (high <= low) throw new ArgumentException($"randint: the range [{low}, {high}) is empty.");
        Generator source = generator ?? Generator.Default;
        Tensor result = Tensor.Create(sizes.ToArray(), ScalarType.Int64);
        long* to = result.Data<long>();
        long count = result.Count;
        for (long i = 0; i < count; i++) to[i] = low + source.NextBelow(high - low);
        if (type == ScalarType.Int64) return result;
        using (result) return Copying.Convert(result, type);
    }

    internal static Tensor Permutation(long n, Generator generator)
    {
        Generator source = generator ?? Generator.Default;
        Tensor result = Factory.Range(0, n, 1, ScalarType.Int64);
        long* order = result.Data<long>();
        for (long i = n - 1; i > 0; i--)
        {
            long j = source.NextBelow(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return result;
    }

    private static void Fill<T>(Tensor target, Generator generator, BlockFill<T> fill) where T : unmanaged
    {
        if (!target.IsContiguous)
        {
            using Tensor packed = Tensor.Create(target.Sizes, target.dtype);
            Fill(packed, generator, fill);
            Copying.Into(target, packed);
            return;
        }
        ulong seed = (generator ?? Generator.Default).Next();
        T* to = target.Data<T>();
        long count = target.Count;
        Workers.For((count + Block - 1) / Block, 2, (start, end) =>
        {
            for (long block = start; block < end; block++)
            {
                RandomStream stream = new(seed, block);
                fill(new Span<T>(to + (block * Block), (int)Math.Min(Block, count - (block * Block))), ref stream);
            }
        });
    }

    private static void Require(Tensor target)
    {
        if (target.dtype != ScalarType.Float64) throw new InvalidOperationException($"Random reals need a floating-point tensor, not {target.dtype}.");
    }
}
