using System.Runtime.InteropServices;
using MlNetVad.Torch.Networks;
using MlNetVad.Transforms.Pictures;
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

    public void Encode()
    {
        PictureSize size = model.Size;
        _encoded.Encode([.. _waiting.Keys], number =>
        {
            Tensor frame = empty([1, size.Channels, size.Height, size.Width], ScalarType.Float32);
            _waiting[number].CopyTo(MemoryMarshal.Cast<byte, float>(frame.bytes));
            return model.Network.EncodeFrame(frame);
        });
        _waiting.Clear();
    }

    public IReadOnlyList<FrameTokens> Of(int clip) => [.. Enumerable.Range(0, model.Network.Options.InputFrames).Select(place => _encoded.At(clip, place))];

    public void Clear() => _encoded.Clear();

    public void Dispose()
    {
        _encoded.Clear();
        _encoded.Clear();   // the first call keeps the frames of the last clip
    }
}
