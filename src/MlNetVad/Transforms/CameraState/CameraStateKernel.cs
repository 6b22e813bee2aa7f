using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Scoring;
using MlNetVad.Transforms.Camera;

namespace MlNetVad.Transforms;

/// <summary>Watches the camera of one video.</summary>
internal sealed class CameraStateKernel(CameraNormal normal, CameraGrid grid, StillTime still, SlowView slow, ClipShape shape, int target) : RowKernel
{
    private readonly VideoSequence _sequence = new();
    private byte[] _scratch = [];

    public InputSlot<VBuffer<byte>> Clip { get; } = new();

    public InputSlot<ReadOnlyMemory<char>> Video { get; } = new();

    public InputSlot<long> Frame { get; } = new();

    public OutputSlot<ReadOnlyMemory<char>> State { get; } = Slots.Scalar<ReadOnlyMemory<char>>();

    public OutputSlot<long> SameFrame { get; } = Slots.Scalar<long>();

    public override IReadOnlyList<InputSlot> Inputs => [Clip, Video, Frame];

    public override IReadOnlyList<OutputSlot> Outputs => [State, SameFrame];

    public override void Compute()
    {
        ReadOnlySpan<byte> frame = shape.Frame(Slots.Dense(in Clip.Value, ref _scratch), target);   // [H, W, C]
        SameFrame.Value = Frame.Value;
        bool begins = _sequence.Begins(Video.Value.Span, Frame.Value);
        float[] cells = grid.Cells(frame);
        State.Value = normal.State(cells, slow.Next(begins, cells), still.Next(begins, Frame.Value, frame)).AsMemory();
    }
}
