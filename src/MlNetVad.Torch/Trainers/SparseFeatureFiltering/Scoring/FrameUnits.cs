using System.Runtime.InteropServices;
using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers.Pictures;
using MlNetVad.Transforms;
using MlNetVad.Transforms.Pictures;
using TorchSharp;
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
internal sealed class FrameUnits(PredictorModel model, ClipShape shape) : IUnitEncoder
{
    private readonly ClipPictures _pictures = new(shape, model.Size);
    private readonly PictureScale _scale = new(model.Size);
    private readonly Dictionary<long, FrameTokens> _encoded = [];
    private readonly Dictionary<long, float[]> _waiting = [];
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

            if (t < numbers.Length - 1 && !_encoded.ContainsKey(numbers[t]))
            {
                _waiting[numbers[t]] = _frames[numbers[t]];
            }
        }

        _units.Add(numbers);
    }

    public int NextBatch(int left) => left;

    public Prediction Predict(Tensor? text, out Tensor target)
    {
        Encode();
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

        FrameTokens[] encoded = [.. Enumerable.Range(0, inputs).Select(Position)];
        return model.Network.Predict(frames, encoded, text);
    }

    public void Clear()
    {
        long[] last = _units.Count > 0 ? _units[^1] : [];
        foreach (long old in _encoded.Keys.Except(last).ToArray())
        {
            _encoded[old].Tokens.Dispose();
            _encoded[old].Embedded.Dispose();
            _encoded.Remove(old);
        }

        foreach (long old in _frames.Keys.Except(last).ToArray())
        {
            _spare.Push(_frames[old]);
            _frames.Remove(old);
        }

        _units.Clear();
    }

    public void Dispose()
    {
        _units.Clear();
        Clear();
    }

    // the tokens of the frame at one place of each clip, [B, 1 + P, d]
    private FrameTokens Position(int place) => _units.Count == 1
        ? _encoded[_units[0][place]]
        : new FrameTokens(
            cat([.. _units.Select(u => _encoded[u[place]].Tokens)], 0),
            cat([.. _units.Select(u => _encoded[u[place]].Embedded)], 0));

    private void Encode()
    {
        if (_waiting.Count == 0)
        {
            return;
        }

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
            _encoded[number] = new FrameTokens(Own(all.Tokens, next), Own(all.Embedded, next));
            next++;
        }

        _waiting.Clear();
    }

    private static Tensor Own(Tensor batch, int index) => batch.narrow(0, index, 1).clone().DetachFromDisposeScope();
}
