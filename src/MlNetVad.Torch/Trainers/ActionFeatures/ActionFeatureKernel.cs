using System.Numerics.Tensors;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Scoring;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Trainers.ActionFeatures;

/// <summary>Gives the objects of a row their action features; a row whose turn it is not keeps those of the last.</summary>
internal sealed class ActionFeatureKernel(ActionModel model, string column) : RowKernel
{
    private readonly VideoSequence _sequence = new();
    private readonly int _width = model.Network.Options.Width, _length = model.Network.Options.Frames * model.Network.Options.Width;

    public InputSlot<VBuffer<float>> Frames { get; } = new();

    public InputSlot<VBuffer<float>> Boxes { get; } = new();

    public InputSlot<ReadOnlyMemory<char>> Video { get; } = new();

    public InputSlot<long> Frame { get; } = new();

    public OutputSlot<VBuffer<float>> Features { get; } = Slots.Vector<float>();

    public OutputSlot<VBuffer<float>> Responses { get; } = Slots.Vector<float>();

    public override IReadOnlyList<InputSlot> Inputs => [Frames, Boxes, Video, Frame];

    public override IReadOnlyList<OutputSlot> Outputs => [Features, Responses];

    public override void Compute()
    {
        bool begins = _sequence.Begins(Video.Value.Span, Frame.Value);
        int objects = Frames.Value.Length / _length;
        if (objects == 0 && Boxes.Value.Length > 0 && !begins)
        {
            return;
        }

        if (Frames.Value.Length != objects * _length)
        {
            throw new VadException($"Column '{column}' holds {Frames.Value.Length} numbers; the model knows objects of {_length}: score with what it was trained with.");
        }

        Span<float> features = Features.Fill(objects * _width);                                        // [m, D]
        Span<float> responses = Responses.Fill(objects * model.Actions.Count);                             // [m, N]
        if (objects > 0)
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable untracked = no_grad();
            using torch.Tensor frames = tensor([.. Frames.Value.DenseValues()], [objects, model.Network.Options.Frames, _width]);
            model.Network.Features(frames).data<float>().CopyTo(features);
        }

        for (int i = 0; i < responses.Length; i++)
        {
            (int item, int action) = Math.DivRem(i, model.Actions.Count);
            responses[i] = TensorPrimitives.Dot(features.Slice(item * _width, _width), model.Texts.AsSpan(action * _width, _width));
        }
    }
}
