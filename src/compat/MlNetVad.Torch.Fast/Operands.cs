using TorchSharp;
using TorchSharp.Kernels;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Fast;

/// <summary>Tokens and parameters as the kernel reads them: contiguous, the second matrix of each filter turned to [d, h].</summary>
internal sealed unsafe class Operands : IDisposable
{
    /// <summary>How many tensors it is made of.</summary>
    public const int Count = 5;

    private readonly Tensor _tokens;
    private readonly Tensor _reduce;
    private readonly Tensor _reduceBias;
    private readonly Tensor _expand;
    private readonly Tensor _expandBias;
    private readonly bool _owned;

    /// <summary>Takes the inputs of the operation: tokens, gates, reduce, its bias, expand, its bias.</summary>
    public Operands(Tensor[] inputs)
    {
        using Tensor expand = inputs[4].Packed();
        (_tokens, _reduce, _reduceBias, _expand, _expandBias) = (inputs[0].Packed(), inputs[2].Packed(), inputs[3].Packed(), Matrices.Turn(expand), inputs[5].Packed());
        _owned = true;
    }

    private Operands(GradNode node) =>
        (_tokens, _reduce, _reduceBias, _expand, _expandBias) = (node.Saved(0), node.Saved(1), node.Saved(2), node.Saved(3), node.Saved(4));

    public Tensor[] Tensors => [_tokens, _reduce, _reduceBias, _expand, _expandBias];

    /// <summary>The same, out of a node that saved <see cref="Tensors"/> first; the node keeps owning them.</summary>
    public static Operands Saved(GradNode node) => new(node);

    public ExpertProblem Problem(Routing routing) => new()
    {
        Tokens = _tokens.Sizes[0],
        Experts = _reduce.Sizes[0],
        Hidden = _reduce.Sizes[1],
        Dim = _reduce.Sizes[2],
        Offsets = routing.Offsets,
        Token = routing.Token,
        Gate = routing.Gate,
        X = _tokens.Data<float>(),
        Wr = _reduce.Data<float>(),
        Br = _reduceBias.Data<float>(),
        We = _expand.Data<float>(),
        Be = _expandBias.Data<float>(),
    };

    public void Dispose()
    {
        if (_owned)
        {
            foreach (Tensor tensor in Tensors)
            {
                tensor.Dispose();
            }
        }
    }
}
