namespace TorchSharp;

public static partial class torch
{
    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => Joining.Cat(tensors, dim);

    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => Joining.Cat(tensors, dim);

    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => Joining.Stack(tensors, dim);

    public static Tensor tile(Tensor input, long[] dims) => Joining.Tile(input, dims);

    public static Tensor flip(Tensor input, params long[] dims) => Joining.Flip(input, dims);

    public static Tensor roll(Tensor input, long shifts, long? dims = null) => Joining.Roll(input, shifts, dims);

    public static Tensor repeat_interleave(Tensor input, long repeats, long? dim = null, long? output_size = null) => Joining.RepeatEach(input, repeats, dim);

    public static Tensor repeat_interleave(Tensor input, Tensor repeats, long? dim = null, long? output_size = null) => Joining.RepeatEach(input, repeats, dim);

    public static (Tensor Values, Tensor Indices) sort(Tensor input, long dim = -1, bool descending = false, bool stable = false) => Sorting.Sort(input, dim, descending);

    public static Tensor argsort(Tensor input, long dim = -1, bool descending = false) => input.argsort(dim, descending);

    public static (Tensor values, Tensor indices) topk(Tensor tensor, int k, int dim = -1, bool largest = true, bool sorted = true) => Sorting.TopK(tensor, k, dim, largest);

    public static Tensor bincount(Tensor input, Tensor weights = null, long minlength = 0) => Counting.BinCount(input, weights, minlength);

    public static Tensor cumsum(Tensor input, long dim, ScalarType? type = null) => Counting.CumulativeSum(input, dim, type);

    public static Tensor tril(Tensor input, long diagonal = 0) => Counting.Triangle(input, diagonal, upper: false);

    public static Tensor triu(Tensor input, long diagonal = 0) => Counting.Triangle(input, diagonal, upper: true);

    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij")
    {
        Tensor[] lines = [.. tensors];
        if (!string.Equals(indexing, "ij", StringComparison.Ordinal)) throw new NotSupportedException($"meshgrid: indexing '{indexing}' is not supported; use 'ij'.");
        long[] sizes = System.Array.ConvertAll(lines, t => t.Count);
        return [.. lines.Select((t, i) => Viewing.Expand(Viewing.Reshape(t, [.. lines.Select((_, j) => i == j ? -1L : 1L)]), sizes))];
    }

    public partial class Tensor
    {
        public Tensor repeat(params long[] sizes) => Joining.Repeat(this, sizes);

        public Tensor tile(long[] reps) => Joining.Tile(this, reps);

        public Tensor flip(params long[] dims) => Joining.Flip(this, dims);

        public Tensor roll(long shifts, long? dims = null) => Joining.Roll(this, shifts, dims);

        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) => Joining.RepeatEach(this, repeats, dim);

        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) => Joining.RepeatEach(this, repeats, dim);

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) => Sorting.Sort(this, dim, descending);

        public Tensor argsort(long dim = -1, bool descending = false)
        {
            using Tensor source = detach();
            (Tensor values, Tensor indices) = Sorting.Sort(source, dim, descending);
            values.Dispose();
            return indices;
        }

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) => Sorting.TopK(this, k, dim, largest);

        public Tensor bincount(Tensor weights, long minlength = 0) => Counting.BinCount(this, weights, minlength);

        public Tensor cumsum(long dim, ScalarType? type = null) => Counting.CumulativeSum(this, dim, type);

        public Tensor tril(long diagonal = 0) => Counting.Triangle(this, diagonal, upper: false);

        public Tensor triu(long diagonal = 0) => Counting.Triangle(this, diagonal, upper: true);
    }
}
