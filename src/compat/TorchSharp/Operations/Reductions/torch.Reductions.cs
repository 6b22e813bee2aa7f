namespace TorchSharp;

public static partial class torch
{
    public static Tensor sum(Tensor input, ScalarType? type = null) => Reduction.Sum(input, [], false, type);

    public static Tensor sum(Tensor input, ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => Reduction.Sum(input, dim, keepdim, type);

    public static Tensor sum(Tensor input, long dim, bool keepdim = false, ScalarType? type = null) => Reduction.Sum(input, [dim], keepdim, type);

    public static Tensor mean(Tensor input) => input.mean();

    public static Tensor mean(Tensor input, long[] dimensions, bool keepdim = false, ScalarType? type = null) => Reduction.Mean(input, dimensions, keepdim, type);

    public static Tensor var(Tensor input, bool unbiased = true) => input.var(unbiased);

    public static Tensor var(Tensor input, long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
        Reduction.Variance(input, dimensions, unbiased, keepdim, type);

    public static Tensor std(Tensor input, bool unbiased = true) => input.std(unbiased);

    public static Tensor std(Tensor input, long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
        Reduction.Deviation(input, dimensions, unbiased, keepdim, type);

    public static Tensor norm(Tensor input, float p = 2) => input.norm(p);

    public static Tensor norm(Tensor input, int dimension, bool keepdim = false, float p = 2) => input.norm(dimension, keepdim, p);

    public static Tensor max(Tensor input) => input.max();

    public static (Tensor values, Tensor indexes) max(Tensor input, long dim, bool keepdim = false) => input.max(dim, keepdim);

    public static Tensor min(Tensor input) => input.min();

    public static (Tensor values, Tensor indexes) min(Tensor input, long dim, bool keepdim = false) => input.min(dim, keepdim);

    public static Tensor argmax(Tensor input) => input.argmax();

    public static Tensor argmax(Tensor input, long dim, bool keepdim = false) => input.argmax(dim, keepdim);

    public static Tensor argmin(Tensor input) => input.argmin();

    public static Tensor argmin(Tensor input, long dim, bool keepdim = false) => input.argmin(dim, keepdim);

    public static Tensor any(Tensor input) => input.any();

    public static Tensor all(Tensor input) => input.all();

    public partial class Tensor
    {
        public Tensor sum(ScalarType? type = null) => Reduction.Sum(this, [], false, type);

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => Reduction.Sum(this, [dim], keepdim, type);

        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) => Reduction.Sum(this, [dim0, dim1], keepdim, type);

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => Reduction.Sum(this, dim, keepdim, type);

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => Reduction.Sum(this, dim, keepdim, type);

        public Tensor mean() => Reduction.Mean(this, [], false, null);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => Reduction.Mean(this, dimensions, keepdim, type);

        public Tensor var(bool unbiased = true) => Reduction.Variance(this, [], unbiased, false, null);

        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Reduction.Variance(this, [dim], unbiased, keepdim, type);

        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Reduction.Variance(this, dimensions, unbiased, keepdim, type);

        public Tensor std(bool unbiased = true) => Reduction.Deviation(this, [], unbiased, false, null);

        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Reduction.Deviation(this, [dim], unbiased, keepdim, type);

        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Reduction.Deviation(this, dimensions, unbiased, keepdim, type);

        public Tensor norm(float p = 2) => Reduction.Norm(this, [], false, p);

        public Tensor norm(int dim, bool keepdim = false, float p = 2) => Reduction.Norm(this, [dim], keepdim, p);

        public Tensor max() => Extremes.Amax(this, [], false);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => Extremes.Along(this, dim, keepdim, largest: true);

        public Tensor min() => Extremes.Amin(this, [], false);

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => Extremes.Along(this, dim, keepdim, largest: false);

        public Tensor amax(long[] dims, bool keepdim = false, Tensor @out = null) => Extremes.Amax(this, dims, keepdim);

        public Tensor amin(long[] dims, bool keepdim = false, Tensor @out = null) => Extremes.Amin(this, dims, keepdim);

        public Tensor argmax() => Extremes.Arg(this, null, false, largest: true);

        public Tensor argmax(long dim, bool keepdim = false) => Extremes.Arg(this, dim, keepdim, largest: true);

        public Tensor argmin() => Extremes.Arg(this, null, false, largest: false);

        public Tensor argmin(long dim, bool keepdim = false) => Extremes.Arg(this, dim, keepdim, largest: false);

        public Tensor any() => Logic.Any(this, [], false);

        public Tensor any(long dim, bool keepdim = false) => Logic.Any(this, [dim], keepdim);

        public Tensor all() => Logic.All(this, [], false);

        public Tensor all(long dim, bool keepdim = false) => Logic.All(this, [dim], keepdim);
    }
}
