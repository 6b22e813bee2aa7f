namespace TorchSharp;

public static partial class torch
{
    /// <summary>One position of an indexer: a number, a slice, a tensor of indices, a new or a skipped dimension.</summary>
    public readonly struct TensorIndex
    {
        internal enum Kind
        {
            Colon,
            Single,
            Slice,
            NewAxis,
            Ellipsis,
            Bool,
            Tensor,
        }

        private TensorIndex(Kind form, long? start = null, long? stop = null, long? step = null, Tensor tensor = null)
        {
            Form = form;
            Start = start;
            Stop = stop;
            Step = step;
            Indices = tensor;
            Lists = tensor is null ? 0 : tensor.dtype == ScalarType.Bool ? tensor.Sizes.Length : 1;
        }

        public static readonly TensorIndex Colon = new(Kind.Colon);
        public static readonly TensorIndex Ellipsis = new(Kind.Ellipsis);
        public static readonly TensorIndex None = new(Kind.NewAxis);
        public static readonly TensorIndex Null = new(Kind.NewAxis);

        internal Kind Form { get; }

        internal long? Start { get; }

        internal long? Stop { get; }

        internal long? Step { get; }

        internal Tensor Indices { get; }

        /// <summary>How many dimensions the index tensor picks from.</summary>
        internal int Lists { get; }

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new(Kind.Slice, start, stop, step);

        public static TensorIndex Slice(Range range) => new(
            Kind.Slice, range.Start.IsFromEnd ? -range.Start.Value : range.Start.Value,
            !range.End.IsFromEnd ? range.End.Value : range.End.Value == 0 ? null : -range.End.Value);

        public static TensorIndex Single(long? index) => index is null ? None : new TensorIndex(Kind.Single, index);

        public static TensorIndex Bool(bool value) => new(Kind.Bool, value ? 1 : 0);

        public static TensorIndex Tensor(Tensor tensor) => new(Kind.Tensor, tensor: tensor);

        public static implicit operator TensorIndex(long value) => Single(value);

        public static implicit operator TensorIndex(Range range) => Slice(range);
    }
}
