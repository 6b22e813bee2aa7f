using System.Runtime.InteropServices;
using MlNetVad.Torch.Networks;
using MlNetVad.Transforms.Pictures;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Trainers.Scoring;

/// <summary>Frames that the network encodes itself, from their pictures.</summary>
internal sealed class SeenFrames(PredictorModel model) : IFrameEncoder
{
    private readonly EncodedFrames _encoded = new();
    private readonly Dictionary<long, float[]> _waiting = [];

    public void Stage(PredictorRow row, long[] numbers, IReadOnlyDictionary<long, float[]> pictures)
    {
        foreach (long number in numbers.AsSpan(0, model.Network.Options.InputFrames))
        {
            if (!_encoded.Holds(number))
            {
                _waiting[number] = pictures[number];
            }
        }

        _encoded.Stage(numbers);
    }

    public IReadOnlyList<FrameTokens> Encode()
    {
        if (_waiting.Count > 0)
        {
            EncodeWaiting();
        }

        return [.. Enumerable.Range(0, model.Network.Options.InputFrames).Select(_encoded.Place)];
    }

    public void Clear() => _encoded.Clear();

    public void Dispose()
    {
        _encoded.Clear();
        _encoded.Clear();   // the first call keeps the frames of the last clip
    }

    private void EncodeWaiting()
    {
        using DisposeScope scope = NewDisposeScope();
        PictureSize size = model.Size;
        Tensor frames = empty([_waiting.Count, size.Channels, size.Height, size.Width], ScalarType.Float32);
        int next = 0;
        foreach (float[] frame in _waiting.Values)
        {
            frame.CopyTo(MemoryMarshal.Cast<byte, float>(frames.bytes)[(next++ * size.Elements)..]);
        }

        FrameTokens all = model.Network.EncodeFrame(frames);
        next = 0;
        foreach (long number in _waiting.Keys)
        {
            _encoded.Keep(number, all, next++);
        }

        _waiting.Clear();
    }
}
