using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static Embedding Embedding(
            long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0,
            bool scale_grad_by_freq = false, bool sparse = false, Device device = null, ScalarType? dtype = null)
        {
            RefuseEmbedding(max_norm, scale_grad_by_freq, sparse);
            Parameter table = new(empty([num_embeddings, embedding_dims], dtype, device));
            init.normal_(table);
            Embedding result = new(table, padding_idx);
            if (padding_idx is { } padding)
            {
                using Tensor row = table.Detached().select(0, padding);
                row.zero_();
            }
            return result;
        }

        public static Embedding Embedding_from_pretrained(
            Tensor embeddings, bool freeze = true, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0,
            bool scale_grad_by_freq = false, bool sparse = false, Device device = null, ScalarType? dtype = null)
        {
            RefuseEmbedding(max_norm, scale_grad_by_freq, sparse);
            Device.Check(device);
            using Tensor source = embeddings.detach();
            return new Embedding(new Parameter(dtype is { } type ? Copying.Convert(source, type) : Copying.Contiguous(source), !freeze), padding_idx);
        }

        private static void RefuseEmbedding(double? max_norm, bool scale_grad_by_freq, bool sparse)
        {
            if (max_norm is not null || scale_grad_by_freq || sparse)
                throw new NotSupportedException("Embedding: max_norm, scale_grad_by_freq and sparse are not supported by this engine.");
        }
    }
}
