using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Transforms;

namespace MlNetVad.Video;

/// <summary>Adds to clips of actions the region that moves, as their one object, and the action's name, which stands in front of the video's.</summary>
internal sealed class ActionRows(DataViewType clip) : ComponentTransformer
{
    internal override IReadOnlyList<InputColumn> Inputs { get; } = [InputColumn.Clip("Clip"), InputColumn.Scalar("Video", TextDataViewType.Instance)];

    internal override IReadOnlyList<DataViewType> InputTypes => [clip, TextDataViewType.Instance];

    internal override ComponentPersistence Persistence => throw new VadException("Labelled clips of actions belong to training and to no model: save what was trained on them.");

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) =>
        [new("Objects", OutputColumn.BagType(6)), new("Action", TextDataViewType.Instance)];

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes) => new Kernel(ClipShape.Of(inputTypes[0]));

    private sealed class Kernel(ClipShape shape) : RowKernel
    {
        private readonly InputSlot<VBuffer<byte>> _clip = new();
        private readonly InputSlot<ReadOnlyMemory<char>> _video = new();
        private readonly OutputSlot<VBuffer<float>> _objects = Slots.Vector<float>();
        private readonly OutputSlot<ReadOnlyMemory<char>> _action = Slots.Scalar<ReadOnlyMemory<char>>();
        private byte[] _scratch = [];

        public override IReadOnlyList<InputSlot> Inputs => [_clip, _video];

        public override IReadOnlyList<OutputSlot> Outputs => [_objects, _action];

        public override void Compute()
        {
            MovingRegion.Find(Slots.Dense(in _clip.Value, ref _scratch), shape.Frames, shape.Height, shape.Width).CopyTo(_objects.Fill(6));
            _action.Value = _video.Value[.._video.Value.Span.IndexOf('/')].ToString().AsMemory();
        }
    }
}
