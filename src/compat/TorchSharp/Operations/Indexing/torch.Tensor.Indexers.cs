namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => IndexedAccess.Read(this, indices);
            set => IndexedAccess.Write(this, value, indices);
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => IndexedAccess.Read(this, Of(indices));
            set => IndexedAccess.Write(this, value, Of(indices));
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => IndexedAccess.Read(this, [i1]);
            set => IndexedAccess.Write(this, value, [i1]);
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => IndexedAccess.Read(this, [i1, i2]);
            set => IndexedAccess.Write(this, value, [i1, i2]);
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => IndexedAccess.Read(this, [i1, i2, i3]);
            set => IndexedAccess.Write(this, value, [i1, i2, i3]);
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => IndexedAccess.Read(this, [i1, i2, i3, i4]);
            set => IndexedAccess.Write(this, value, [i1, i2, i3, i4]);
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5]
        {
            get => IndexedAccess.Read(this, [i1, i2, i3, i4, i5]);
            set => IndexedAccess.Write(this, value, [i1, i2, i3, i4, i5]);
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5, long i6]
        {
            get => IndexedAccess.Read(this, [i1, i2, i3, i4, i5, i6]);
            set => IndexedAccess.Write(this, value, [i1, i2, i3, i4, i5, i6]);
        }

        public Tensor index(params TensorIndex[] indices) => IndexedAccess.Read(this, indices);

        public Tensor index(params Tensor[] indices) => IndexedAccess.Read(this, Of(indices));

        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => IndexedAccess.Write(this, value, indices);

        public Tensor index_put_(Tensor value, params Tensor[] indices) => IndexedAccess.Write(this, value, Of(indices));

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using Tensor constant = Comparison.Operand(this, value);
            return IndexedAccess.Write(this, constant, indices);
        }

        private static TensorIndex[] Of(Tensor[] indices) => System.Array.ConvertAll(indices, TensorIndex.Tensor);
    }
}
