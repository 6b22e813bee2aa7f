using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using MlNetVad.Onnx.Models;
using MlNetVad.Persistence;

namespace MlNetVad.Onnx.VisionLanguage;

/// <summary>Embeddings to the next token. Several threads may use it at once, each with its own state.</summary>
internal sealed class Decoder : IDisposable
{
    private readonly OnnxModel _network;
    private readonly DecoderNames _names;
    private readonly OrtValue[] _nothingPast;
    private readonly OrtValue _one = OrtValue.CreateTensorValueFromMemory(new[] { 1L }, []);

    private Decoder(OnnxModel network, VisionLanguageLayout layout, bool useCache)
    {
        _network = network;
        _names = DecoderNames.Of(network, layout, useCache);
        UsesCache = useCache;
        _nothingPast = [.. _names.Cache.Select(c => OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, c.Type, c.Shape))];
    }

    /// <summary>Whether states keep keys and values.</summary>
    public bool UsesCache { get; }

    /// <summary>Opens it.</summary>
    /// <exception cref="VadException">It is no such network.</exception>
    public static Decoder Open(ModelFile file, VisionLanguageLayout layout, bool useCache) =>
        OnnxModelChecks.Open(file, network => new Decoder(network, layout, useCache));

    /// <summary>Reads tokens and gives the likeliest next one.</summary>
    /// <param name="embeddings">[1, t, hidden].</param>
    /// <param name="count">t.</param>
    /// <param name="state">What was read before; it takes what is read now.</param>
    /// <exception cref="VadException">The network refuses them, or its answer is no number.</exception>
    public int Next(OrtValue embeddings, int count, DecoderState state)
    {
        using OrtValue mask = state.Mask(count), positions = state.Positions(count);
        var inputs = new List<OrtValue>(_names.Inputs.Count) { embeddings };
        if (_names.Mask is not null)
        {
            inputs.Add(mask);
        }

        if (_names.Positions is not null)
        {
            inputs.Add(positions);
        }

        if (_names.LogitsToKeep is not null)
        {
            inputs.Add(_one);
        }

        inputs.AddRange(state.Past ?? _nothingPast);
        IDisposableReadOnlyCollection<OrtValue> outputs = _network.Run(_names.Inputs, inputs, _names.Outputs);
        if (UsesCache)
        {
            state.Keep(outputs, count);
            using OrtValue logits = outputs[0];   // of a long prompt they are large: not kept with the rest
            return Likeliest(logits);
        }

        using (outputs)
        {
            return Likeliest(outputs[0]);
        }
    }

    public void Dispose()
    {
        _one.Dispose();
        Array.ForEach(_nothingPast, value => value.Dispose());
        _network.Dispose();
    }

    private int Likeliest(OrtValue logits)
    {
        int vocabulary = (int)logits.GetTensorTypeAndShape().Shape[^1];
        ReadOnlySpan<float> last = logits.GetTensorDataAsSpan<float>()[^vocabulary..];   // of the last position
        int best = TensorPrimitives.IndexOfMax(last);
        return best >= 0 && float.IsFinite(last[best])
            ? best
            : throw new VadException($"'{_network.File.Name}' answers with numbers that are not finite; the network is damaged, or was exported with too little precision.");
    }
}
