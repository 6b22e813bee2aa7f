using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MlNetVad.Onnx.Models;
using MlNetVad.Persistence;

namespace MlNetVad.Onnx.VisionLanguage;

/// <summary>Token ids to embeddings, with the features of pictures in their places. Several threads may use it at once.</summary>
internal sealed class TokenEmbedding : IDisposable
{
    private readonly OnnxModel _network;
    private readonly string[] _inputs, _outputs;
    private readonly long _imageToken;

    private TokenEmbedding(OnnxModel network, VisionLanguageLayout layout, int imageToken)
    {
        network.RequireInput(layout.TokenIds, TensorElementType.Int64, -1, -1);
        network.RequireOutput(layout.TokenEmbeddings, TensorElementType.Float, -1, -1, -1);
        (_network, _imageToken) = (network, imageToken);
        (_inputs, _outputs) = ([layout.TokenIds], [layout.TokenEmbeddings]);
        network.RequireNoOther(_inputs);
    }

    /// <summary>Opens it.</summary>
    /// <exception cref="VadException">It is no such network.</exception>
    public static TokenEmbedding Open(ModelFile file, VisionLanguageLayout layout, int imageToken) =>
        OnnxModelChecks.Open(file, network => new TokenEmbedding(network, layout, imageToken));

    /// <summary>Embeds tokens; the first image tokens take the features' rows, in order.</summary>
    /// <param name="ids">[t].</param>
    /// <param name="features">As many rows as there are image tokens, or none.</param>
    /// <returns>[1, t, hidden], one value; dispose of it.</returns>
    /// <exception cref="VadException">The network refuses the ids, or features and tokens do not fit together.</exception>
    public IDisposableReadOnlyCollection<OrtValue> Embed(Memory<long> ids, ImageFeatures? features)
    {
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, ids, [1, ids.Length]);
        IDisposableReadOnlyCollection<OrtValue> outputs = _network.Run(_inputs, [input], _outputs);
        try
        {
            Splice(outputs[0].GetTensorMutableDataAsSpan<float>(), ids.Span, features);
            return outputs;
        }
        catch
        {
            outputs.Dispose();
            throw;
        }
    }

    public void Dispose() => _network.Dispose();

    private void Splice(Span<float> embeddings, ReadOnlySpan<long> ids, ImageFeatures? features)
    {
        if (features is null)
        {
            return;
        }

        int width = embeddings.Length / ids.Length;
        if (features.Width != width)
        {
            throw new VadException($"The vision encoder's features have {features.Width} numbers a token, the embeddings of '{_network.File.Name}' have {width}; these files are of different models.");
        }

        int row = 0;
        for (int i = 0; i < ids.Length && row < features.Count; i++)
        {
            if (ids[i] == _imageToken)
            {
                features[row++].CopyTo(embeddings.Slice(i * width, width));
            }
        }

        if (row < features.Count)
        {
            throw new VadException($"The prompt has places for {row} tokens of pictures and the vision encoder gives {features.Count}; check the Layout's ImageToken.");
        }
    }
}
