using FsCheck;
using FsCheck.Fluent;
using TorchSharp.Conformance.Support;
using static TorchSharp.torch;

namespace TorchSharp.Conformance.Engine;

/// <summary>Random shapes, strides and broadcasts against scalar loops over explicit offsets.</summary>
public sealed class RandomCaseTests
{
    private const int Cases = 5_000;

    [Fact]
    public void BinaryOperations_OfRandomViews_EqualTheScalarReference()
    {
        Gen<(int Seed, int Rank)> cases = Gen.Zip(Gen.Choose(0, int.MaxValue - 1), Gen.Choose(0, 4));
        Config config = Config.QuickThrowOnFailure.WithMaxTest(Cases).WithReplay(20261122, 7, 0);
        Prop.ForAll(cases.ToArbitrary(), pair => Agrees(pair.Seed, pair.Rank)).Check(config);
    }

    private static void Agrees(int seed, int rank)
    {
        using var scope = NewDisposeScope();
        var random = new Random(seed);
        long[] shape = [.. Enumerable.Range(0, rank).Select(_ => (long)random.Next(1, 6))];
        View a = View.Random(random, shape), b = View.Random(random, shape);
        var (name, op, reference) = Pick(random);

        Tensor result = op(a.Tensor, b.Tensor);

        long[] common = View.Common(a.Shape, b.Shape);
        Assert.Equal(common, result.shape);
        float[] actual = Numbers.Values(result);
        for (int i = 0; i < actual.Length; i++)
        {
            double expected = reference(a.At(i, common), b.At(i, common));
            Assert.True(
                Math.Abs(expected - actual[i]) <= 1e-6 * Math.Max(1, Math.Abs(expected)),
                $"{name} of {a} and {b} at {i}: expected {expected}, got {actual[i]}");
        }
        int axis = common.Length == 0 ? 0 : random.Next(common.Length);
        if (common.Length > 0) SumAgrees(result, actual, common, axis);
    }

    private static void SumAgrees(Tensor result, float[] values, long[] shape, int axis)
    {
        long inner = Numbers.Count(shape.Skip(axis + 1)), size = shape[axis];
        double[] expected = new double[values.Length / size];
        for (int i = 0; i < values.Length; i++) expected[(i / (inner * size) * inner) + (i % inner)] += values[i];
        Numbers.Near(expected, Numbers.Values(result.sum(axis)), 1e-6);
    }

    private static (string Name, Func<Tensor, Tensor, Tensor> Op, Func<double, double, double> Reference) Pick(Random random) => random.Next(7) switch
    {
        0 => ("a + b", (a, b) => a + b, (a, b) => a + b),
        1 => ("a - b", (a, b) => a - b, (a, b) => a - b),
        2 => ("a * b", (a, b) => a * b, (a, b) => a * b),
        3 => ("a / b", (a, b) => a / b, (a, b) => a / b),
        4 => ("maximum", maximum, Math.Max),
        5 => ("where a > b", (a, b) => where(a.gt(b), a, -b), (a, b) => a > b ? a : -b),
        _ => ("tanh a + exp b", (a, b) => a.tanh() + b.exp(), (a, b) => Math.Tanh(a) + Math.Exp(b)),
    };

    /// <summary>A tensor reached by random view operations, with its elements' places in the buffer worked out apart from it.</summary>
    private sealed class View
    {
        private readonly float[] _buffer;
        private readonly string _path;
        private long[] _strides;
        private long _offset;

        private View(float[] buffer, long[] shape, string path)
        {
            (_buffer, Shape, _path) = (buffer, shape, path);
            _strides = Contiguous(shape);
            Tensor = Numbers.Of(buffer, shape);
        }

        public Tensor Tensor { get; private set; }

        public long[] Shape { get; private set; }

        /// <summary>A view whose shape broadcasts with the target: some axes of size 1, perhaps leading ones left out.</summary>
        public static View Random(Random random, long[] target)
        {
            long[] shape = [.. target.Skip(random.Next(3) == 0 ? random.Next(target.Length + 1) : 0).Select(n => random.Next(4) == 0 ? 1 : n)];
            int kind = shape.Length == 0 ? 0 : random.Next(4);
            int axis = shape.Length == 0 ? 0 : random.Next(shape.Length), other = shape.Length == 0 ? 0 : random.Next(shape.Length);
            long[] stored = [.. shape];
            if (kind == 1) (stored[axis], stored[other]) = (stored[other], stored[axis]);
            if (kind == 2) stored[axis] = (2 * stored[axis]) + 1;
            if (kind == 3) stored = [.. stored, 3];
            float[] buffer = [.. Enumerable.Range(0, (int)Numbers.Count(stored)).Select(_ => (float)((random.NextDouble() * 2) + 0.5))];
            var view = new View(buffer, stored, $"kind {kind} of [{string.Join(", ", stored)}]");
            switch (kind)
            {
                case 1:
                    view.Tensor = view.Tensor.transpose(axis, other);
                    (view._strides[axis], view._strides[other]) = (view._strides[other], view._strides[axis]);
                    break;
                case 2:
                    view.Tensor = view.Tensor.slice(axis, 1, stored[axis], 2);
                    view._offset = view._strides[axis];
                    view._strides[axis] *= 2;
                    break;
                case 3:
                    view.Tensor = view.Tensor.select(shape.Length, 1);
                    view._offset = 1;
                    view._strides = view._strides[..^1];
                    break;
                default:
                    break;
            }
            view.Shape = shape;
            return view;
        }

        public static long[] Common(long[] a, long[] b)
        {
            long[] result = new long[Math.Max(a.Length, b.Length)];
            for (int i = 1; i <= result.Length; i++) result[^i] = Math.Max(i <= a.Length ? a[^i] : 1, i <= b.Length ? b[^i] : 1);
            return result;
        }

        public double At(long index, long[] common)
        {
            long place = _offset;
            for (int i = 1; i <= common.Length; i++)
            {
                if (i <= Shape.Length && Shape[^i] > 1) place += index % common[^i] * _strides[^i];
                index /= common[^i];
            }
            return _buffer[place];
        }

        public override string ToString() => _path;

        private static long[] Contiguous(long[] shape) => [.. shape.Select((_, i) => Numbers.Count(shape.Skip(i + 1)))];
    }
}
