namespace TorchSharp;

public static partial class torch
{
    public static long numel(Tensor input) => input.numel();

    public partial class Tensor
    {
        public long[] shape => (long[])Sizes.Clone();

        public ScalarType dtype { get; }

        public Device device => CPU;

        public DeviceType device_type => DeviceType.CPU;

        public int device_index => -1;

        public bool is_cuda => false;

        public long ndim => Sizes.Length;

        public long Dimensions => Sizes.Length;

        public long NumberOfElements => Count;

        public long ElementSize => DType.Size(dtype);

        public long dim() => Sizes.Length;

        public long numel() => Count;

        public long element_size() => ElementSize;

        public long[] size() => shape;

        public long size(int dim) => Sizes[Shapes.Dim(dim, Sizes.Length)];

        public long[] stride() => (long[])Strides.Clone();

        public long stride(int dim) => Strides[Shapes.Dim(dim, Sizes.Length)];

        public long storage_offset() => Offset;

        public bool is_contiguous() => IsContiguous;

        public bool is_cpu() => true;

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_nonzero() => this.ToDouble() != 0;

        public Tensor cpu() => this;
    }
}
