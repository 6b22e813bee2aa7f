using System.Runtime.InteropServices;
using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers.Pictures;
using MlNetVad.Transforms;
using MlNetVad.Transforms.Pictures;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Trainers.Scoring;

/// <summary>Gathers units and predicts them.</summary>
internal interface IUnitEncoder : IDisposable
{
    /// <summary>How many units of a row are predicted at once, at most.</summary>
    int Batch { get; }

    /// <summary>Takes a unit: the row's frame, or one of its objects.</summary>
    void Stage(PredictorRow row, int index);

    /// <summary>Does what the staged units share.</summary>
    void Prepare();

    /// <summary>Predicts some of them. Several threads may ask at once.</summary>
    /// <param name="first">The first unit.</param>
    /// <param name="count">B: how many.</param>
    /// <param name="text">Their text embeddings.</param>
    /// <param name="target">The frames that really came, [B, C, H, W].</param>
    Prediction Predict(int first, int count, Tensor? text, out Tensor target);

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

    public int Batch => 1;

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

    public void Prepare() => _encoder.Encode();

    public Prediction Predict(int first, int count, Tensor? text, out Tensor target)
    {
        int inputs = shape.Frames - 1;
        PictureSize size = model.Size;
        Tensor frames = empty([1, inputs, size.Channels, size.Height, size.Width], ScalarType.Float32);
        target = empty([1, size.Channels, size.Height, size.Width], ScalarType.Float32);
        Span<float> values = MemoryMarshal.Cast<byte, float>(frames.bytes);
        long[] unit = _units[first];
        for (int t = 0; t < inputs; t++)
        {
            _frames[unit[t]].CopyTo(values[(t * size.Elements)..]);
        }

        _frames[unit[inputs]].CopyTo(MemoryMarshal.Cast<byte, float>(target.bytes));
        return model.Network.Predict(frames, _encoder.Of(first), text);
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
