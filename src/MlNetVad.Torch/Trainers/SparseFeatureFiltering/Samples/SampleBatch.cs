using System.Runtime.InteropServices;
using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers.Pictures;
using MlNetVad.Transforms.Pictures;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Trainers.Samples;

/// <summary>Some samples as the network reads them.</summary>
/// <param name="Frames">The first T − 1 frames, [B, T − 1, C, H, W].</param>
/// <param name="Target">The frame to predict, [B, C, H, W].</param>
/// <param name="Text">Text embeddings [B, S], or null.</param>
/// <param name="Hidden">A frozen encoder's last hidden states [B, T − 1, 1 + P, w], or null.</param>
/// <param name="Embedded">Its patch embeddings of the last frames, [B, K, P, w], or null.</param>
internal readonly record struct SampleBatch(Tensor Frames, Tensor Target, Tensor? Text = null, Tensor? Hidden = null, Tensor? Embedded = null)
{
    /// <summary>The last frame that the network sees, [B, C, H, W].</summary>
    public Tensor Last => Frames.select(1, Frames.shape[1] - 1);

    /// <summary>What a network predicts.</summary>
    public Prediction PredictedBy(FramePredictor network) => Hidden is null
        ? network.forward(Frames, Text)
        : network.PredictFromTokens(Frames, Hidden, Embedded, Text);
}

/// <summary>Makes batches; several threads may ask at once.</summary>
internal sealed class BatchMaker(SampleSpool spool)
{
    private readonly Lock _gate = new();
    private readonly PictureScale _scale = new(spool.Size);
    private readonly byte[] _planes = new byte[spool.Length * spool.Size.Elements];

    /// <summary>A batch of samples, after an optional change of their frames. Frozen tokens stay as they are: the encoder is not here.</summary>
    /// <param name="samples">Which.</param>
    /// <param name="change">Changes the frames [T, c, h, w] of a sample.</param>
    public SampleBatch Make(ReadOnlySpan<int> samples, Action<int, byte[]>? change = null)
    {
        lock (_gate)
        {
            return Pictures(samples, change) with { Text = Texts(samples), Hidden = spool.Tokens?.Hidden(samples), Embedded = spool.Tokens?.Embedded(samples) };
        }
    }

    /// <summary>The pictures alone.</summary>
    /// <param name="samples">Which.</param>
    /// <param name="change">Changes the frames [T, c, h, w] of a sample.</param>
    public SampleBatch Pictures(ReadOnlySpan<int> samples, Action<int, byte[]>? change = null)
    {
        PictureSize size = spool.Size;
        int inputs = spool.Length - 1;
        Tensor frames = empty([samples.Length, inputs, size.Channels, size.Height, size.Width], ScalarType.Float32);
        Tensor target = empty([samples.Length, size.Channels, size.Height, size.Width], ScalarType.Float32);
        Span<float> frameValues = MemoryMarshal.Cast<byte, float>(frames.bytes);
        Span<float> targetValues = MemoryMarshal.Cast<byte, float>(target.bytes);
        for (int b = 0; b < samples.Length; b++)
        {
            spool.ReadFrames(samples[b], _planes);
            change?.Invoke(samples[b], _planes);
            for (int t = 0; t < spool.Length; t++)
            {
                Span<float> to = t < inputs
                    ? frameValues.Slice(((b * inputs) + t) * size.Elements, size.Elements)
                    : targetValues.Slice(b * size.Elements, size.Elements);
                _scale.Apply(_planes.AsSpan(t * size.Elements, size.Elements), to);
            }
        }

        return new SampleBatch(frames, target);
    }

    private Tensor? Texts(ReadOnlySpan<int> samples)
    {
        if (spool.TextWidth == 0)
        {
            return null;
        }

        Tensor text = empty([samples.Length, spool.TextWidth], ScalarType.Float32);
        Span<float> values = MemoryMarshal.Cast<byte, float>(text.bytes);
        for (int b = 0; b < samples.Length; b++)
        {
            spool.ReadText(samples[b], values.Slice(b * spool.TextWidth, spool.TextWidth));
        }

        return text;
    }
}
