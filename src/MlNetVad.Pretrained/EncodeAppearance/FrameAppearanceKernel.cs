using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Pretrained.Networks;
using MlNetVad.Scoring;
using MlNetVad.Transforms;
using MlNetVad.Transforms.Pictures;

namespace MlNetVad.Pretrained.EncodeAppearance;

/// <summary>Encodes the target frame of one clip in so many of a video; the others have no vector.</summary>
internal sealed class FrameAppearanceKernel(ResNetNetwork network, ClipShape shape, int target, int every) : RowKernel
{
    /// <summary>Rows and columns of places.</summary>
    public const int Cells = 7;

    private readonly VideoSequence _sequence = new();
    private readonly ResNetPicture _picture = new(network);
    private readonly PictureResizer _resizer = new(shape.Height, shape.Width, shape.Channels, network.Size);
    private readonly float[] _frame = new float[ResNetTensor.Last.Channels];
    private readonly float[] _places = new float[Cells * Cells * ResNetTensor.Middle.Channels];
    private byte[] _scratch = [];
    private long _last;

    public InputSlot<VBuffer<byte>> Clip { get; } = new();

    public InputSlot<ReadOnlyMemory<char>> Video { get; } = new();

    public InputSlot<long> Frame { get; } = new();

    public OutputSlot<VBuffer<float>> Whole { get; } = Slots.Vector<float>();

    public OutputSlot<VBuffer<float>> Places { get; } = Slots.Vector<float>();

    public override IReadOnlyList<InputSlot> Inputs => [Clip, Video, Frame];

    public override IReadOnlyList<OutputSlot> Outputs => [Whole, Places];

    public override void Compute()
    {
        if (!_sequence.Begins(Video.Value.Span, Frame.Value) && Frame.Value < _last + every)
        {
            Whole.Fill(0);
            Places.Fill(0);
            return;
        }

        _last = Frame.Value;
        _picture.Draw(_resizer, shape.Frame(Slots.Dense(in Clip.Value, ref _scratch), target));   // [H, W, C] -> [3, h, w]
        network.Pool(_picture.Values, [Cells, 1], _places, _frame);
        _frame.CopyTo(Whole.Fill(_frame.Length));                                                 // [1, 512]
        _places.CopyTo(Places.Fill(_places.Length));                                              // [7 · 7, 256]
    }
}
