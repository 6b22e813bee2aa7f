namespace TorchSharp;

public static partial class torch
{
    public static Tensor clone(Tensor input) => input.clone();

    public static Tensor reshape(Tensor input, params long[] shape) => input.reshape(shape);

    public static Tensor flatten(Tensor input, long start_dim = 0, long end_dim = -1) => input.flatten(start_dim, end_dim);

    public static Tensor unflatten(Tensor input, long dim, params long[] sizes) => input.unflatten(dim, sizes);

    public static Tensor permute(Tensor input, params long[] permutation) => input.permute(permutation);

    public static Tensor transpose(Tensor input, long dim0, long dim1) => input.transpose(dim0, dim1);

    public static Tensor t(Tensor input) => input.t();

    public static Tensor movedim(Tensor input, long[] source, long[] destination) => input.movedim(source, destination);

    public static Tensor squeeze(Tensor input, long? dim = null) => input.squeeze(dim);

    public static Tensor unsqueeze(Tensor input, long dim) => input.unsqueeze(dim);

    public static Tensor select(Tensor input, long dim, long index) => input.select(dim, index);

    public static Tensor narrow(Tensor input, long dim, long start, long length) => input.narrow(dim, start, length);

    public static Tensor broadcast_to(Tensor input, params long[] shape) => input.expand(shape);

    public static Tensor[] chunk(Tensor input, long chunks, long dim = 0) => input.chunk(chunks, dim);

    public static Tensor[] split(Tensor tensor, long[] split_size_or_sections, long dim = 0) => tensor.split(split_size_or_sections, dim);

    public static Tensor[] unbind(Tensor input, long dim = 0) => input.unbind(dim);

    public partial class Tensor
    {
        public Tensor T => t();

        public Tensor mT => transpose(-2, -1);

        public Tensor alias() => Viewing.Alias(this);

        public Tensor clone() => Viewing.Clone(this);

        public Tensor contiguous() => Viewing.Contiguous(this);

        public Tensor view(params long[] shape) => Viewing.View(this, shape);

        public Tensor view_as(Tensor other) => Viewing.View(this, other.Sizes);

        public Tensor reshape(params long[] shape) => Viewing.Reshape(this, shape);

        public Tensor ravel() => Viewing.Reshape(this, [-1]);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Viewing.Flatten(this, start_dim, end_dim);

        public Tensor unflatten(long dim, params long[] sizes) => Viewing.Unflatten(this, dim, sizes);

        public Tensor permute(params long[] permutation) => Viewing.Permute(this, permutation);

        public Tensor transpose(long dim0, long dim1) => Viewing.Transpose(this, dim0, dim1);

        public Tensor swapaxes(long dim0, long dim1) => Viewing.Transpose(this, dim0, dim1);

        public Tensor swapdims(long dim0, long dim1) => Viewing.Transpose(this, dim0, dim1);

        public Tensor t()
        {
            if (Sizes.Length > 2) throw new InvalidOperationException($"t() expects at most two dimensions, not the shape {Shapes.Text(Sizes)}.");
            return Sizes.Length < 2 ? Viewing.Alias(this) : Viewing.Transpose(this, 0, 1);
        }

        public Tensor movedim(long[] source, long[] destination) => Viewing.MoveDim(this, source, destination);

        public Tensor moveaxis(long[] source, long[] destination) => Viewing.MoveDim(this, source, destination);

        public Tensor expand(params long[] sizes) => Viewing.Expand(this, sizes);

        public Tensor expand(long[] sizes, bool isImplicit = false) => Viewing.Expand(this, sizes);

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => Viewing.Expand(this, sizes);

        public Tensor expand_as(Tensor other) => Viewing.Expand(this, other.Sizes);

        public Tensor broadcast_to(params long[] shape) => Viewing.Expand(this, shape);

        public Tensor squeeze(long? dim = null) => Viewing.Squeeze(this, dim);

        public Tensor unsqueeze(long dim) => Viewing.Unsqueeze(this, dim);

        public Tensor select(long dim, long index) => Slicing.Select(this, dim, index);

        public Tensor slice(long dim, long start, long finish, long step) => Slicing.Slice(this, dim, start, finish, step);

        public Tensor narrow(long dim, long start, long length) => Slicing.Narrow(this, dim, start, length);

        public Tensor[] chunk(long chunks, long dim = 0) => Slicing.Chunk(this, chunks, dim);

        public Tensor[] split(long size, int dim = 0) => Slicing.SplitEvery(this, size, dim);

        public Tensor[] split(long[] sizes, long dim = 0) => Slicing.Split(this, sizes, dim);

        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => Slicing.Split(this, sizes, dim);

        public Tensor[] unbind(long dimension = 0) => Slicing.Unbind(this, dimension);
    }
}
