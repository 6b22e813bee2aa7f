using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static class utils
        {
            /// <summary>Scales the gradients so that their common norm is at most <paramref name="max_norm"/>; gives the norm before.</summary>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                List<Tensor> gradients = Gradients(tensors);
                double total = 0;
                foreach (Tensor gradient in gradients)
                {
                    double part = GradientKernels.PowerSum(gradient, norm_type);
                    total = double.IsInfinity(norm_type) ? Math.Max(total, part) : total + part;
                }
                double norm = double.IsInfinity(norm_type) ? total : Math.Pow(total, 1 / norm_type);
                double factor = max_norm / (norm + 1e-6);
                if (factor < 1)
                {
                    foreach (Tensor gradient in gradients) GradientKernels.Scale(gradient, factor);
                }
                return norm;
            }

            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                foreach (Tensor gradient in Gradients(tensors)) GradientKernels.Clamp(gradient, clip_value);
            }

            private static List<Tensor> Gradients(IEnumerable<Parameter> tensors)
            {
                List<Tensor> result = [];
                foreach (Parameter parameter in tensors)
                {
                    if (parameter.Grad is { } gradient) result.Add(gradient);
                }
                return result;
            }
        }
    }
}
