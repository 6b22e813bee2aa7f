namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Utils.TensorAccessor<T> data<T>() where T : unmanaged => new(this);

        public unsafe Span<byte> bytes
        {
            get
            {
                if (!IsContiguous) throw new InvalidOperationException("The bytes of a tensor that is not contiguous cannot be read in place; call contiguous() first.");
                return new Span<byte>(Data<byte>() + (Offset * (ElementSize - 1)), checked((int)(Count * ElementSize)));
            }

            set
            {
                Autograd.BeforeWrite(this);
                Span<byte> own = bytes;
                if (value.Length != own.Length) throw new ArgumentException($"{value.Length} bytes do not fill a tensor of {own.Length} bytes.");
                value.CopyTo(own);
            }
        }

        public unsafe T item<T>() where T : unmanaged
        {
            if (Count != 1) throw new ArgumentException($"item() needs a tensor of one element; this one has the shape {Shapes.Text(Sizes)}.");
            if (DType.Of<T>() != dtype) throw new ArgumentException($"The element is {dtype}, not {typeof(T).Name}.");
            return *Data<T>();
        }

        public Scalar ToScalar()
        {
            if (Count != 1) throw new ArgumentException($"A tensor of shape {Shapes.Text(Sizes)} is not a scalar.");
            return dtype switch
            {
                ScalarType.Float32 => item<float>(),
                ScalarType.Float64 => item<double>(),
                ScalarType.Int64 => item<long>(),
                ScalarType.Int32 => item<int>(),
                ScalarType.Byte => item<byte>(),
                _ => item<bool>(),
            };
        }

        public float ReadCpuSingle(long i) => Read<float>(i);

        public double ReadCpuDouble(long i) => Read<double>(i);

        public long ReadCpuInt64(long i) => Read<long>(i);

        public int ReadCpuInt32(long i) => Read<int>(i);

        public byte ReadCpuByte(long i) => Read<byte>(i);

        public bool ReadCpuBool(long i) => Read<bool>(i);

        private T Read<T>(long i) where T : unmanaged
        {
            using Utils.TensorAccessor<T> accessor = data<T>();
            return accessor[i];
        }

        public static implicit operator Tensor(Scalar scalar) => torch.full(System.Array.Empty<long>(), scalar);

        public static implicit operator Tensor(float value) => tensor(value);

        public static implicit operator Tensor(double value) => tensor(value);

        public static implicit operator Tensor(long value) => tensor(value);

        public static implicit operator Tensor(int value) => tensor(value);

        public static implicit operator Tensor(bool value) => tensor(value);

        public static implicit operator Tensor(float[] value) => tensor(value);

        public static implicit operator Tensor(long[] value) => tensor(value);

        public static explicit operator float(Tensor value) => value.ToSingle();

        public static explicit operator double(Tensor value) => value.ToDouble();

        public static explicit operator long(Tensor value) => value.ToInt64();

        public static explicit operator int(Tensor value) => value.ToInt32();

        public static explicit operator bool(Tensor value) => value.ToBoolean();
    }
}
