namespace TorchSharp;

public static partial class torch
{
    public static Tensor softmax(Tensor input, int dim, ScalarType? dtype = null) => Softmaxes.Softmax(input, dim, dtype);

    public static Tensor logsumexp(Tensor input, long dim, bool keepdim = false) => Softmaxes.LogSumExp(input, [dim], keepdim);

    public static class special
    {
        public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => Softmaxes.Softmax(input, dim, dtype);

        public static Tensor log_softmax(Tensor input, long dim, ScalarType? dtype = null) => Softmaxes.LogSoftmax(input, dim, dtype);

        public static Tensor erf(Tensor input) => RealFunctions.Erf.Apply(input);
    }

    public partial class Tensor
    {
        public Tensor softmax(long dim, ScalarType? dtype = null) => Softmaxes.Softmax(this, dim, dtype);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Softmaxes.LogSoftmax(this, dim, dtype);

        public Tensor logsumexp(long dim, bool keepdim = false) => Softmaxes.LogSumExp(this, [dim], keepdim);
    }
}
