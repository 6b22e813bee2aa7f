using System.Runtime.InteropServices;
using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers.Pictures;
using MlNetVad.Transforms;
using MlNetVad.Transforms.Pictures;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Trainers.Scoring;

/// <summary>Gathers units and predicts them, some at a time.</summary>
internal interface IUnitEncoder : IDisposable
{
    /// <summary>Takes a unit: the row's frame, or one of its objects.</summary>
    void Stage(PredictorRow row, int index);

    /// <summary>Chooses how many of the units that are left come next.</summary>
    int NextBatch(int left);

    /// <summary>Predicts them.</summary>
    /// <param name="text">Their text embeddings.</param>
    /// <param name="target">The frames that really came, [B, C, H, W].</param>
    Prediction Predict(Tensor? text, out Tensor target);

    /// <summary>Forgets the units that were staged.</summary>
    void Clear();
}

/// <summary>
/// Whole frames. Every frame of a stream is encoded once: of the four that a clip is predicted from, three were encoded for
/// the clip before.
/// </summary>
internal sealed class FrameUnits(PredictorModel model, PredictorColumns columns, ClipShape shape) : IUnitEncoder
{
    private readonly ClipPictures _pictures = new(shape, model.Size);
    private readonly PictureScale _scale = new(model.Size);
    private readonly IFrameEncoder _encoder = columns.Appearance is null ? new SeenFrames(model) : new FrozenFrames(model.Network, columns);
    private readonly List<long[]> _units = [];
    private readonly Dictionary<long, float[]> _frames = [];
    private readonly Stack<float[]> _spare = new();

    public void Stage(PredictorRow row, int index)
    {
        _pictures.Load(row.Clip);
        long[] numbers = new long[shape.Frames];
        for (int t = 0; t < numbers.Length; t++)
        {
            numbers[t] = _pictures.Number(t);
            if (!_frames.ContainsKey(numbers[t]))
            {
                float[] scaled = _spare.TryPop(out float[]? spare) ? spare : new float[model.Size.Elements];
                _scale.Apply(_pictures[t], scaled);
                _frames[numbers[t]] = scaled;
            }
        }

        _encoder.Stage(row, numbers, _frames);
        _units.Add(numbers);
    }

    public int NextBatch(int left) => left;

    public Prediction Predict(Tensor? text, out Tensor target)
    {
        IReadOnlyList<FrameTokens> encoded = _encoder.Encode();
        int inputs = shape.Frames - 1;
        PictureSize size = model.Size;
        Tensor frames = empty([_units.Count, inputs, size.Channels, size.Height, size.Width], ScalarType.Float32);
        target = empty([_units.Count, size.Channels, size.Height, size.Width], ScalarType.Float32);
        Span<float> frameValues = MemoryMarshal.Cast<byte, float>(frames.bytes);
        Span<float> targetValues = MemoryMarshal.Cast<byte, float>(target.bytes);
        for (int b = 0; b < _units.Count; b++)
        {
            for (int t = 0; t < inputs; t++)
            {
                _frames[_units[b][t]].CopyTo(frameValues[(((b * inputs) + t) * size.Elements)..]);
            }

            _frames[_units[b][inputs]].CopyTo(targetValues[(b * size.Elements)..]);
        }

        return model.Network.Predict(frames, encoded, text);
    }

    public void Clear()
    {
        long[] last = _units.Count > 0 ? _units[^1] : [];
        foreach (long old in _frames.Keys.Except(last).ToArray())
        {
            _spare.Push(_frames[old]);
            _frames.Remove(old);
        }

        _encoder.Clear();
        _units.Clear();
    }

    public void Dispose()
    {
        _units.Clear();
        Clear();
        _encoder.Dispose();
    }
}
