using System.Runtime.InteropServices;
using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers.Pictures;
using MlNetVad.Transforms;
using MlNetVad.Transforms.Pictures;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Trainers.Scoring;

/// <summary>Objects: each one's crop is a unit of its own (SIB-VAD, object-centric).</summary>
internal sealed class CropUnits(PredictorModel model, ClipShape shape) : IUnitEncoder
{
    private readonly ObjectCrops _crops = new(shape, model.Size, model.Crops);
    private readonly PictureScale _scale = new(model.Size);
    private readonly int _bytes = shape.Frames * model.Size.Elements;
    private byte[] _planes = [];
    private int _staged;

    public int Batch => 16;

    public void Stage(PredictorRow row, int index)
    {
        if ((_staged + 1) * _bytes > _planes.Length)
        {
            Array.Resize(ref _planes, Math.Max(Batch * _bytes, 2 * _planes.Length));
        }

        _crops.Cut(row.Clip, row.Object(index), _planes.AsSpan(_staged++ * _bytes, _bytes));
    }

    public void Prepare()
    {
    }

    public Prediction Predict(int first, int count, Tensor? text, out Tensor target)
    {
        int inputs = shape.Frames - 1;
        PictureSize size = model.Size;
        Tensor frames = empty([count, inputs, size.Channels, size.Height, size.Width], ScalarType.Float32);
        target = empty([count, size.Channels, size.Height, size.Width], ScalarType.Float32);
        Span<float> frameValues = MemoryMarshal.Cast<byte, float>(frames.bytes);
        Span<float> targetValues = MemoryMarshal.Cast<byte, float>(target.bytes);
        for (int b = 0; b < count; b++)
        {
            for (int t = 0; t < shape.Frames; t++)
            {
                Span<float> to = t < inputs ? frameValues[(((b * inputs) + t) * size.Elements)..] : targetValues[(b * size.Elements)..];
                _scale.Apply(_planes.AsSpan(((first + b) * _bytes) + (t * size.Elements), size.Elements), to[..size.Elements]);
            }
        }

        return model.Network.forward(frames, text);
    }

    public void Clear() => _staged = 0;

    public void Dispose() => _planes = [];
}
