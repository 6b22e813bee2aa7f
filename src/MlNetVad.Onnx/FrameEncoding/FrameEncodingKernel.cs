using System.Security.Cryptography;
using Microsoft.ML.Data;
using MlNetVad.Onnx.FrameEncoding;
using MlNetVad.Persistence;
using MlNetVad.Transforms;

namespace MlNetVad.Onnx;

/// <summary>Encodes the first frames of one clip; frames that earlier clips have had are remembered.</summary>
internal sealed class FrameEncodingKernel(IVisionTower tower, TowerSettings settings, ClipShape shape) : RowKernel
{
    private readonly FramePicture _picture = new(shape, settings);
    private readonly FrameCache _cache = new(2 * settings.Frames, settings.HiddenLength, settings.EmbeddedLength);
    private readonly EncodedFrame[] _frames = new EncodedFrame[settings.Frames];
    private readonly List<EncodedFrame> _new = [];
    private byte[] _clipScratch = [];
    private float[] _pictures = [];

    public InputSlot<VBuffer<byte>> Clip { get; } = new();

    public OutputSlot<VBuffer<float>> Hidden { get; } = Slots.Vector<float>();

    public OutputSlot<VBuffer<float>> Embedded { get; } = Slots.Vector<float>();

    /// <summary>Frames whose tokens are remembered.</summary>
    public int Remembered => _cache.Count;

    public override IReadOnlyList<InputSlot> Inputs => [Clip];

    public override IReadOnlyList<OutputSlot> Outputs => settings.EmbeddingOutput is null ? [Hidden] : [Hidden, Embedded];

    public override void Compute()
    {
        Encode(Slots.Dense(in Clip.Value, ref _clipScratch));                                     // [T, H, W, C]
        Span<float> hidden = Hidden.Fill(settings.Frames * settings.HiddenLength);                // [t, N, D]
        int embeddedFrames = settings.EmbeddingOutput is null ? 0 : settings.EmbeddingFrames;
        Span<float> embedded = Embedded.Fill(embeddedFrames * settings.EmbeddedLength);           // [k, P, D]
        for (int i = 0; i < _frames.Length; i++)
        {
            _frames[i].Hidden.CopyTo(hidden[(i * settings.HiddenLength)..]);
            int place = i - (_frames.Length - embeddedFrames);
            if (place >= 0)
            {
                _frames[i].Embedded.CopyTo(embedded[(place * settings.EmbeddedLength)..]);
            }
        }
    }

    private void Encode(ReadOnlySpan<byte> clip)
    {
        Span<byte> key = stackalloc byte[SHA256.HashSizeInBytes];
        _new.Clear();
        for (int i = 0; i < _frames.Length; i++)
        {
            ReadOnlySpan<byte> frame = shape.Frame(clip, i);
            SHA256.HashData(frame, key);
            _frames[i] = _cache.Get(key, out bool isNew);
            if (isNew)
            {
                _new.Add(_frames[i]);
                Draw(frame);
            }
        }

        if (_new.Count == 0)
        {
            return;
        }

        try
        {
            tower.Encode(_pictures.AsMemory(0, _new.Count * settings.Picture.Elements), _new);
        }
        catch
        {
            FrameCache.Forget(_new);
            throw;
        }
    }

    private void Draw(ReadOnlySpan<byte> frame)
    {
        int elements = settings.Picture.Elements;
        if (_pictures.Length < _new.Count * elements)
        {
            Array.Resize(ref _pictures, _new.Count * elements);
        }

        _picture.Draw(frame, _pictures.AsSpan((_new.Count - 1) * elements, elements));
    }
}
