namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor linear(Tensor input, Tensor weights, Tensor bias = null) => Products.Linear(input, weights, bias);

            public static Tensor conv2d(Tensor input, Tensor weight, Tensor bias = null, long[] strides = null, long[] padding = null, long[] dilation = null, long groups = 1) =>
                Convolution.Apply(input, weight, bias, strides, padding, dilation, groups);

            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor weight = null, Tensor bias = null, double eps = 1e-05) =>
                LayerNorms.Apply(input, normalized_shape, weight, bias, eps);

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => Softmaxes.Softmax(input, dim, dtype);

            public static Tensor log_softmax(Tensor x, long dim) => Softmaxes.LogSoftmax(x, dim, null);

            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? x.relu_() : x.relu();

            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                inplace ? input.leaky_relu_(negative_slope) : input.leaky_relu(negative_slope);

            public static Tensor gelu(Tensor x) => RealFunctions.Gelu.Apply(x);

            public static Tensor elu(Tensor x, double alpha, bool inplace = false) => inplace ? RealFunctions.Elu(alpha).ApplyInPlace(x) : RealFunctions.Elu(alpha).Apply(x);

            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) => RealFunctions.Softplus(beta, threshold).Apply(x);

            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
            {
                Tensor result = Neural.Dropout(input, p, training);
                if (!inplace) return result;
                using (result) return input.copy_(result);
            }

            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1e-8) => Neural.CosineSimilarity(x1, x2, dim, eps);

            public static Tensor one_hot(Tensor x, long num_classes = -1) => Counting.OneHot(x, num_classes);

            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) => Neural.Pad(input, pad, mode, value);

            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) => Losses.SquaredError(input, target, reduction);

            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) => Losses.AbsoluteError(input, target, reduction);

            public static Tensor smooth_l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1) =>
                Losses.SmoothAbsoluteError(input, target, reduction, beta);

            public static Tensor cross_entropy(Tensor input, Tensor target, Tensor weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean, double label_smoothing = 0) =>
                Losses.CrossEntropy(input, target, weight, ignore_index, reduction, label_smoothing);

            public static Tensor nll_loss(Tensor input, Tensor target, Tensor weight = null, Reduction reduction = Reduction.Mean) =>
                Losses.LogLikelihood(input, target, weight, -100, reduction, 0);

            public static Tensor binary_cross_entropy(Tensor input, Tensor target, Tensor weight = null, Reduction reduction = Reduction.Mean) =>
                Losses.BinaryCrossEntropy(input, target, weight, reduction);

            public static Tensor binary_cross_entropy_with_logits(Tensor input, Tensor target, Tensor weight = null, Reduction reduction = Reduction.Mean, Tensor pos_weights = null) =>
                Losses.BinaryCrossEntropyWithLogits(input, target, weight, reduction, pos_weights);
        }
    }
}
