using static TorchSharp.torch;

namespace MlNetVad.Torch.Experts;

/// <summary>
/// The product of tokens with the few filters each was routed to. Every implementation gives the same numbers and takes part
/// in automatic differentiation: gradients reach the tokens, the gates and all parameters.
/// </summary>
public interface IGroupedExperts
{
    /// <summary>
    /// <c>y_t = Σ_k gates[t, k] · filter_{indices[t, k]}(x_t) + Σ_shared filter_j(x_t)</c>; a filter's bias is inside its gate.
    /// </summary>
    /// <param name="tokens">x: [T, d], float32.</param>
    /// <param name="gates">[T, K], float32.</param>
    /// <param name="indices">[T, K], int64, 0 to the number of routed filters; a token names a filter at most once.</param>
    /// <param name="experts">The filters.</param>
    /// <returns>[T, d].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    Tensor Forward(Tensor tokens, Tensor gates, Tensor indices, BottleneckExperts experts);
}
