using MlNetVad.Torch.Experts;
using TorchSharp;
using TorchSharp.Kernels;
using static TorchSharp.torch;

[assembly: GroupedExperts(typeof(MlNetVad.Torch.Fast.EngineExperts))]

namespace MlNetVad.Torch.Fast;

/// <summary>The expert product as one operation of the engine: its cost is proportional to the filters that are active.</summary>
public sealed unsafe class EngineExperts : IGroupedExperts
{
    private const int Tokens = 0;
    private const int Gates = 1;
    private const int Reduce = 2;
    private const int ReduceBias = 3;
    private const int Expand = 4;
    private const int ExpandBias = 5;

    /// <inheritdoc/>
    public Tensor Forward(Tensor tokens, Tensor gates, Tensor indices, BottleneckExperts experts)
    {
        experts.Check(tokens, gates, indices);
        Tensor[] inputs = [tokens, gates, experts.Reduce, experts.ReduceBias, experts.Expand, experts.ExpandBias];
        foreach (Tensor input in inputs)
        {
            if (input.dtype != ScalarType.Float32)
            {
                throw new ArgumentException($"Experts compute in Float32; one input is {input.dtype}.", nameof(tokens));
            }
        }

        bool recorded = Autograd.Needed(inputs);
        using Tensor plainGates = gates.Packed();
        using Tensor plainIndices = indices.Packed();
        using Routing routing = Routing.Sort(plainGates, plainIndices, experts.Count, experts.Shared);
        using var operands = new Operands(inputs);
        using Tensor? hidden = recorded ? Tensor.Create([routing.Entries, experts.Hidden], ScalarType.Float32) : null;
        Tensor result = Factory.Zeros([tokens.shape[0], experts.Width], ScalarType.Float32);
        GroupedGemm.Forward(operands.Problem(routing) with { Z = Data(hidden), Y = result.Data<float>() });
        if (!recorded)
        {
            return result;
        }

        Tensor[] saved = [.. operands.Tensors, .. routing.Tensors, hidden!];
        return Autograd.Record(result, "grouped_experts", inputs, saved, (node, gradient) => Backward(node, gradient, gates.shape));
    }

    private static void Backward(GradNode node, Tensor gradient, long[] gateSizes)
    {
        using var operands = Operands.Saved(node);
        using Routing routing = Routing.Saved(node, Operands.Count);
        using Tensor dy = gradient.Packed();
        ExpertProblem problem = operands.Problem(routing) with { Z = Data(node.Saved(Operands.Count + Routing.Count)) };
        Tensor? dx = Wanted(node, Tokens, problem.Tokens, problem.Dim);
        Tensor? reduce = Wanted(node, Reduce, problem.Experts, problem.Hidden, problem.Dim);
        Tensor? reduceBias = Wanted(node, ReduceBias, problem.Experts, problem.Hidden);
        Tensor? expandTurned = Wanted(node, Expand, problem.Experts, problem.Dim, problem.Hidden);
        Tensor? expandBias = Wanted(node, ExpandBias, problem.Experts, problem.Dim);
        Tensor? entryGates = Wanted(node, Gates, routing.Entries);
        var gradients = new ExpertGradients
        {
            Gy = dy.Data<float>(),
            Gx = Data(dx),
            Gwr = Data(reduce),
            Gbr = Data(reduceBias),
            Gwe = Data(expandTurned),
            Gbe = Data(expandBias),
            Ggate = Data(entryGates),
        };
        GroupedGemm.Backward(problem, gradients);
        Give(node, Tokens, dx);
        Give(node, Gates, entryGates is null ? null : routing.Unsort(entryGates, gateSizes));
        Give(node, Reduce, reduce);
        Give(node, ReduceBias, reduceBias);
        Give(node, Expand, expandTurned is null ? null : Matrices.Turn(expandTurned));
        Give(node, ExpandBias, expandBias);
    }

    private static Tensor? Wanted(GradNode node, int input, params long[] sizes) =>
        node.Needs(input) ? Factory.Zeros(sizes, ScalarType.Float32) : null;

    private static float* Data(Tensor? tensor) => tensor is null ? null : tensor.Data<float>();

    private static void Give(GradNode node, int input, Tensor? gradient)
    {
        if (gradient is not null)
        {
            node.Give(input, gradient);
        }
    }
}
