using Microsoft.ML.OnnxRuntime;
using MlNetVad.Onnx.Models;
using MlNetVad.Persistence;

namespace MlNetVad.Onnx.FrameEncoding;

/// <summary>Encodes pictures.</summary>
internal interface IVisionTower
{
    /// <summary>Encodes some pictures.</summary>
    /// <param name="pictures">[n, 3, H, W], normalised.</param>
    /// <param name="frames">n frames, whose tokens are written.</param>
    void Encode(Memory<float> pictures, IReadOnlyList<EncodedFrame> frames);
}

/// <summary>An opened vision tower. Several threads may run it at once.</summary>
internal sealed class VisionTower(OnnxModel model, TowerSettings settings) : IVisionTower
{
    // activations take many times the memory of the pictures
    private const int LargestBatch = 8;

    /// <summary>The file.</summary>
    public ModelFile File => model.File;

    /// <summary>Opens a tower whose settings are known.</summary>
    /// <exception cref="VadException">The file is no network.</exception>
    public static VisionTower Open(ModelFile file, TowerSettings settings) => new(OnnxModel.Open(file), settings);

    /// <summary>Runs a network on one blank picture, and completes its settings with the number of tokens and their width.</summary>
    /// <exception cref="VadException">It cannot be run on such a picture, or gives no tokens.</exception>
    public static TowerSettings Probe(OnnxModel model, TowerSettings settings)
    {
        using IDisposableReadOnlyCollection<OrtValue> values = Run(model, settings, new float[settings.Picture.Elements], 1);
        long[] hidden = Shape(values[0]);
        if (hidden is not [1, > 1, > 0])
        {
            throw new VadException($"The output '{settings.NetworkOutput}' of '{model.File.Name}' is [{string.Join(", ", hidden)}] for one picture; expected [1, N, D], a class token and N − 1 patches: name the last hidden state in OutputName.");
        }

        TowerSettings found = settings with { Tokens = (int)hidden[1], Dimension = (int)hidden[2] };
        if (settings.EmbeddingOutput is { } name && (Shape(values[1]) is not [1, var patches, var width] || width != hidden[2] || (patches != hidden[1] && patches != hidden[1] - 1)))
        {
            throw new VadException($"The output '{name}' of '{model.File.Name}' is [{string.Join(", ", Shape(values[1]))}] for one picture; expected [1, {hidden[1] - 1}, {hidden[2]}], or [1, {hidden[1]}, {hidden[2]}] with a class token, as '{settings.NetworkOutput}' has: name the patch embeddings in EmbeddingOutputName.");
        }

        return found;
    }

    /// <inheritdoc/>
    /// <exception cref="VadException">The network refuses the pictures, or its output has another shape than before.</exception>
    public void Encode(Memory<float> pictures, IReadOnlyList<EncodedFrame> frames)
    {
        int largest = settings.IsBatched ? LargestBatch : 1;
        for (int start = 0; start < frames.Count; start += largest)
        {
            int some = Math.Min(largest, frames.Count - start);
            int elements = settings.Picture.Elements;
            using IDisposableReadOnlyCollection<OrtValue> values = Run(model, settings, pictures.Slice(start * elements, some * elements), some);
            ReadOnlySpan<float> hidden = Values(values[0], settings.NetworkOutput, some, [settings.Tokens]);
            ReadOnlySpan<float> embedded = settings.EmbeddingOutput is { } name ? Values(values[1], name, some, [settings.Tokens - 1, settings.Tokens]) : [];
            for (int i = 0; i < some; i++)
            {
                hidden.Slice(i * settings.HiddenLength, settings.HiddenLength).CopyTo(frames[start + i].Hidden);

                // the patches are the last tokens, whether or not a class token is in front
                ReadOnlySpan<float> own = embedded.Slice(i * (embedded.Length / some), embedded.Length / some);
                own[(own.Length - settings.EmbeddedLength)..].CopyTo(frames[start + i].Embedded);
            }
        }
    }

    private static IDisposableReadOnlyCollection<OrtValue> Run(OnnxModel model, TowerSettings settings, Memory<float> pictures, int count)
    {
        using var input = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, pictures, [count, TowerSettings.Channels, settings.Height, settings.Width]);
        return model.Run([settings.NetworkInput], [input], settings.EmbeddingOutput is { } embedded ? [settings.NetworkOutput, embedded] : [settings.NetworkOutput]);
    }

    private ReadOnlySpan<float> Values(OrtValue value, string name, int count, ReadOnlySpan<int> tokens)
    {
        long[] shape = Shape(value);
        if (shape.Length != 3 || shape[0] != count || !tokens.Contains((int)shape[1]) || shape[2] != settings.Dimension)
        {
            throw new VadException($"The output '{name}' of '{File.Name}' is [{string.Join(", ", shape)}] for {Counted.Of(count, "picture")}; expected [{count}, {tokens[0]}, {settings.Dimension}]: export the network with a batch that may vary throughout, or with a batch of 1.");
        }

        return value.GetTensorDataAsSpan<float>();
    }

    private static long[] Shape(OrtValue value) => value.GetTensorTypeAndShape().Shape;
}
