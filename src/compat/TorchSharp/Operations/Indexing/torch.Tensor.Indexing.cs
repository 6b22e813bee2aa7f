namespace TorchSharp;

public static partial class torch
{
    public static Tensor gather(Tensor input, long dim, Tensor index) => Indexing.Gather(input, dim, index);

    public static Tensor scatter(Tensor input, long dim, Tensor index, Tensor src) => input.scatter(dim, index, src);

    public static Tensor scatter_(Tensor input, long dim, Tensor index, Tensor src) => input.scatter_(dim, index, src);

    public static Tensor scatter_add(Tensor input, long dim, Tensor index, Tensor src) => input.scatter_add(dim, index, src);

    public static Tensor scatter_add_(Tensor input, long dim, Tensor index, Tensor src) => input.scatter_add_(dim, index, src);

    public static Tensor index_select(Tensor input, long dim, Tensor index) => Indexing.Select(input, dim, index);

    public static Tensor index_add(Tensor input, long dim, Tensor index, Tensor source, Scalar alpha) => input.index_add(dim, index, source, alpha);

    public static Tensor index_add_(Tensor input, long dim, Tensor index, Tensor source, Scalar alpha) => input.index_add_(dim, index, source, alpha);

    public static Tensor where(Tensor condition, Tensor x, Tensor y) => Masking.Where(condition, x, y);

    public static Tensor masked_select(Tensor input, Tensor mask) => Masking.Select(input, mask);

    public static Tensor nonzero(Tensor input) => Masking.NonZero(input);

    public partial class Tensor
    {
        public Tensor gather(long dim, Tensor index) => Indexing.Gather(this, dim, index);

        public Tensor scatter(long dim, Tensor index, Tensor src) => Indexing.Scatter(this, dim, index, src, add: false);

        public Tensor scatter_(long dim, Tensor index, Tensor src) => Indexing.ScatterInPlace(this, dim, index, src, add: false);

        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Indexing.Scatter(this, dim, index, src, add: true);

        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => Indexing.ScatterInPlace(this, dim, index, src, add: true);

        public Tensor index_select(long dim, Tensor index) => Indexing.Select(this, dim, index);

        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => Indexing.Add(this, dim, index, source, alpha.Real, inPlace: false);

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) => Indexing.Add(this, dim, index, source, alpha.Real, inPlace: true);

        public Tensor where(Tensor condition, Tensor y) => Masking.Where(condition, this, y);

        public Tensor masked_fill(Tensor mask, Scalar value) => Masking.Fill(this, mask, value);

        public Tensor masked_fill_(Tensor mask, Scalar value) => Masking.FillInPlace(this, mask, value);

        public Tensor masked_select(Tensor mask) => Masking.Select(this, mask);

        public Tensor nonzero() => Masking.NonZero(this);
    }
}
