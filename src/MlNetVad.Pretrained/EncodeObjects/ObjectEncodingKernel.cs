using System.Collections.Concurrent;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Pretrained.Networks;
using MlNetVad.Transforms;
using MlNetVad.Transforms.CropObjects;
using MlNetVad.Transforms.Pictures;

namespace MlNetVad.Pretrained.EncodeObjects;

/// <summary>Encodes the objects of one clip's target frame, side by side.</summary>
internal sealed class ObjectEncodingKernel(ResNetNetwork network, ClipShape shape, int target) : RowKernel
{
    private readonly ConcurrentBag<ResNetPicture> _pictures = [];   // one a thread that works
    private byte[] _clipScratch = [];
    private float[] _objectScratch = [], _vectors = [];

    public InputSlot<VBuffer<byte>> Clip { get; } = new();

    public InputSlot<VBuffer<float>> Objects { get; } = new();

    public OutputSlot<VBuffer<float>> Appearance { get; } = Slots.Vector<float>();

    public override IReadOnlyList<InputSlot> Inputs => [Clip, Objects];

    public override IReadOnlyList<OutputSlot> Outputs => [Appearance];

    public override void Compute()
    {
        ReadOnlySpan<byte> frame = shape.Frame(Slots.Dense(in Clip.Value, ref _clipScratch), target);   // [H, W, C]
        ReadOnlySpan<float> objects = Slots.Dense(in Objects.Value, ref _objectScratch);                // [n, 6]
        var crops = new ObjectCrop[objects.Length / 6];
        for (int i = 0; i < crops.Length; i++)
        {
            crops[i] = ObjectCrop.Of(frame, shape, objects.Slice(i * 6, 6));
        }

        int length = crops.Length * ResNetTensor.Last.Channels;
        if (_vectors.Length < length)
        {
            _vectors = new float[length];
        }

        SideBySide.For(crops.Length, i => Encode(crops[i]).CopyTo(_vectors, i * ResNetTensor.Last.Channels));

        _vectors.AsSpan(0, length).CopyTo(Appearance.Fill(length));                                     // [n, 512]
    }

    private float[] Encode(ObjectCrop crop)
    {
        if (!_pictures.TryTake(out ResNetPicture? picture))
        {
            picture = new ResNetPicture(network);
        }

        picture.Draw(new PictureResizer(crop.Height, crop.Width, shape.Channels, network.Size), crop.Pixels);
        var vector = new float[ResNetTensor.Last.Channels];
        network.Pool(picture.Values, [1], vector);
        _pictures.Add(picture);
        return vector;
    }
}
