using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Scoring;
using MlNetVad.Transforms.Pictures;

namespace MlNetVad.Transforms.CropObjects;

/// <summary>Cuts the objects of one row out of the frames around it, side by side.</summary>
internal sealed class ObjectClipsKernel(ClipShape shape, int first, ObjectClipsEstimator.Options options) : RowKernel
{
    private readonly VideoSequence _sequence = new();
    private readonly PictureSize _picture = new(3, options.Size, options.Size);
    private byte[] _clipScratch = [], _clips = [];
    private float[] _objectScratch = [];
    private long _last;

    public InputSlot<VBuffer<byte>> Clip { get; } = new();

    public InputSlot<VBuffer<float>> Objects { get; } = new();

    public InputSlot<ReadOnlyMemory<char>> Video { get; } = new();

    public InputSlot<long> Frame { get; } = new();

    public OutputSlot<VBuffer<byte>> Clips { get; } = Slots.Vector<byte>();

    public OutputSlot<VBuffer<float>> Boxes { get; } = Slots.Vector<float>();

    public override IReadOnlyList<InputSlot> Inputs => [Clip, Objects, Video, Frame];

    public override IReadOnlyList<OutputSlot> Outputs => [Clips, Boxes];

    public override void Compute()
    {
        if (!_sequence.Begins(Video.Value.Span, Frame.Value) && Frame.Value < _last + options.FramesPerTurn)
        {
            Clips.Fill(0);      // and the boxes stay
            return;
        }

        _last = Frame.Value;
        float[] objects = ApartObjects.Of(Slots.Dense(in Objects.Value, ref _objectScratch), options.MaximumOverlap, options.MaximumObjects);   // [m, 6]
        objects.CopyTo(Boxes.Fill(objects.Length));
        ReadOnlySpan<byte> clip = Slots.Dense(in Clip.Value, ref _clipScratch);              // [T, H, W, C]
        int count = objects.Length / 6, frames = options.Frames, length = count * frames * _picture.Elements;
        var crops = new ObjectCrop[count, frames];
        for (int i = 0; i < count; i++)
        {
            for (int k = 0; k < frames; k++)
            {
                crops[i, k] = ObjectCrop.Of(shape.Frame(clip, first + k), shape, objects.AsSpan(i * 6, 6));
            }
        }

        if (_clips.Length < length)
        {
            _clips = GC.AllocateUninitializedArray<byte>(length);
        }

        SideBySide.For(count, i => Draw(crops, i));

        _clips.AsSpan(0, length).CopyTo(Clips.Fill(length));                                 // [m, n, 3, S, S]
    }

    private void Draw(ObjectCrop[,] crops, int i)
    {
        var resizer = new PictureResizer(crops[i, 0].Height, crops[i, 0].Width, shape.Channels, _picture);
        for (int k = 0; k < options.Frames; k++)
        {
            resizer.Resize(crops[i, k].Pixels, _clips.AsSpan(((i * options.Frames) + k) * _picture.Elements, _picture.Elements));
        }
    }
}
