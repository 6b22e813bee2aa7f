using System.Collections.Concurrent;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Pretrained.Networks;
using MlNetVad.Transforms;

namespace MlNetVad.Pretrained.EncodeObjectClips;

/// <summary>Encodes the frames of a row's object clips, side by side.</summary>
internal sealed class ObjectClipEncodingKernel(ResNetNetwork network) : RowKernel
{
    private static readonly int Width = ResNetTensor.Last.Channels;

    private readonly ConcurrentBag<ResNetPicture> _pictures = [];   // one a thread that works
    private byte[] _scratch = [];

    public InputSlot<VBuffer<byte>> Clips { get; } = new();

    public OutputSlot<VBuffer<float>> Vectors { get; } = Slots.Vector<float>();

    public override IReadOnlyList<InputSlot> Inputs => [Clips];

    public override IReadOnlyList<OutputSlot> Outputs => [Vectors];

    public override void Compute()
    {
        int picture = network.Size.Elements, count = Clips.Value.Length / picture;
        if (_scratch.Length < Clips.Value.Length)
        {
            _scratch = GC.AllocateUninitializedArray<byte>(Clips.Value.Length);
        }

        Clips.Value.CopyTo(_scratch);                                                        // [m · n, 3, S, S]
        var vectors = new float[count][];
        SideBySide.For(count, i => vectors[i] = Encode(_scratch.AsSpan(i * picture, picture)));

        Span<float> all = Vectors.Fill(count * Width);                                       // [m · n, 512]
        for (int i = 0; i < count; i++)
        {
            vectors[i].CopyTo(all[(i * Width)..]);
        }
    }

    private float[] Encode(ReadOnlySpan<byte> planes)
    {
        if (!_pictures.TryTake(out ResNetPicture? picture))
        {
            picture = new ResNetPicture(network);
        }

        picture.Set(planes);
        var vector = new float[Width];
        network.Pool(picture.Values, [1], vector);
        _pictures.Add(picture);
        return vector;
    }
}
