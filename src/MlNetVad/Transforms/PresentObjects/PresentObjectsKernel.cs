using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Scoring;
using MlNetVad.Transforms.Presence;

namespace MlNetVad.Transforms;

/// <summary>Follows one video: what is there in each clip's target frame.</summary>
internal sealed class PresentObjectsKernel(PresenceModel model, ClipShape shape, int target) : RowKernel
{
    private const double LongestStep = 1;   // seconds: after a gap nothing is known of what happened in it
    private readonly PresenceTracker _tracker = new(model);
    private readonly VideoSequence _sequence = new();
    private readonly List<float> _shapes = [];
    private readonly List<float> _stays = [];
    private readonly List<float> _boxes = [];
    private byte[] _scratch = [];
    private long _last;

    public InputSlot<VBuffer<byte>> Clip { get; } = new();

    public InputSlot<ReadOnlyMemory<char>> Video { get; } = new();

    public InputSlot<long> Frame { get; } = new();

    public OutputSlot<VBuffer<float>> Present { get; } = Slots.Vector<float>();

    public OutputSlot<VBuffer<float>> Stays { get; } = Slots.Vector<float>();

    public OutputSlot<VBuffer<float>> Boxes { get; } = Slots.Vector<float>();

    public OutputSlot<float> Area { get; } = Slots.Scalar<float>();

    public override IReadOnlyList<InputSlot> Inputs => [Clip, Video, Frame];

    public override IReadOnlyList<OutputSlot> Outputs => [Present, Stays, Boxes, Area];

    public override void Compute()
    {
        if (_sequence.Begins(Video.Value.Span, Frame.Value))
        {
            _tracker.Restart();
            _last = Frame.Value - 1;
        }

        double seconds = Math.Min((Frame.Value - _last) / model.FramesPerSecond, LongestStep);
        _last = Frame.Value;
        ReadOnlySpan<byte> frame = shape.Frame(Slots.Dense(in Clip.Value, ref _scratch), target);   // [H, W, C]
        _shapes.Clear();
        _stays.Clear();
        _boxes.Clear();
        foreach (Component component in _tracker.Next(frame, seconds))
        {
            ObjectShape.Describe(component, _tracker.Mask, _tracker.Age, model, _shapes, _stays, _boxes);
        }

        _shapes.CopyTo(Present.Fill(_shapes.Count));
        _stays.CopyTo(Stays.Fill(_stays.Count));
        _boxes.CopyTo(Boxes.Fill(_boxes.Count));
        Area.Value = MathF.Log2(1 + (_tracker.Mask.Count((byte)1) / (model.ObjectHeight * model.ObjectHeight)));
    }
}
