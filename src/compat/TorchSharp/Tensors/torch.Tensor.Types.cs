namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The tensor in another element type; itself where it has that type already.</summary>
        public Tensor type(ScalarType dtype)
        {
            if (dtype == this.dtype) return this;
            Tensor y = Copying.Convert(this, dtype);
            return Autograd.Record(y, "type", [this], [], static (node, g) => node.Give(0, g));
        }

        public Tensor type(Func<Tensor, Tensor> typeFunc) => typeFunc(this);

        public Tensor type_as(Tensor tensor) => type(tensor.dtype);

        public Tensor @float() => type(ScalarType.Float32);

        public Tensor @double() => type(ScalarType.Float64);

        public Tensor @long() => type(ScalarType.Int64);

        public Tensor @int() => type(ScalarType.Int32);

        public Tensor @byte() => type(ScalarType.Byte);

        public Tensor @bool() => type(ScalarType.Bool);
    }
}
