using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.ML.Tokenizers;
using MlNetVad.Onnx.Models;
using MlNetVad.Onnx.Tokenizers;
using MlNetVad.Persistence;
using MlNetVad.Transforms;

namespace MlNetVad.Onnx.TextEncoding;

/// <summary>A sentence encoder: tokenizer, network, pooling. Several threads may use it at once.</summary>
internal sealed class TextEncoder
{
    private const string Ids = "input_ids", Mask = "attention_mask", Types = "token_type_ids";

    private readonly OnnxModel _network;
    private readonly BertTokenizer _tokenizer;
    private readonly string[] _inputs;
    private readonly string _output;

    private TextEncoder(TextEncoderSettings settings, OnnxModel network, ModelFile vocabulary)
    {
        Settings = settings;
        Vocabulary = vocabulary;
        _network = network;
        _tokenizer = TokenizerFiles.Bert(vocabulary);
        _inputs = network.Inputs.ContainsKey(Types) ? [Ids, Mask, Types] : [Ids, Mask];
        foreach (string name in _inputs)
        {
            network.RequireInput(name, TensorElementType.Int64, -1, -1);
        }

        _output = EncoderOutput.Choose(network, settings);
        Dimension = Encode("").Length;
    }

    /// <summary>What decides the vectors beside the files.</summary>
    public TextEncoderSettings Settings { get; }

    /// <summary>The network's file.</summary>
    public ModelFile Network => _network.File;

    /// <summary>The vocabulary's file.</summary>
    public ModelFile Vocabulary { get; }

    /// <summary>d, the numbers of a vector.</summary>
    public int Dimension { get; }

    /// <summary>Opens network and vocabulary, and tries them on the empty text.</summary>
    /// <exception cref="VadException">One of them is damaged, or not what the settings say.</exception>
    public static TextEncoder Open(TextEncoderSettings settings, ModelFile network, ModelFile vocabulary) =>
        new(settings, OnnxModel.Open(network), vocabulary);

    /// <summary>The vector [d] of a text.</summary>
    /// <exception cref="VadException">The network refuses the tokens, or its vector has a number that is none.</exception>
    public float[] Encode(string text)
    {
        IReadOnlyList<int> tokens = BertInput.Of(_tokenizer, text, Settings.MaximumTokens);
        long[] ids = [.. tokens.Select(t => (long)t)];                                         // [1, T]
        long[] shape = [1, ids.Length];
        long[] ones = new long[ids.Length];
        Array.Fill(ones, 1);
        long[][] values = [ids, ones, new long[ids.Length]];
        OrtValue[] inputs = [.. values.Take(_inputs.Length).Select(v => OrtValue.CreateTensorValueFromMemory(v, shape))];
        try
        {
            using IDisposableReadOnlyCollection<OrtValue> outputs = _network.Run(_inputs, inputs, [_output]);
            return Pool(outputs[0]);
        }
        finally
        {
            Array.ForEach(inputs, input => input.Dispose());
        }
    }

    private float[] Pool(OrtValue output)
    {
        long[] shape = output.GetTensorTypeAndShape().Shape;
        ReadOnlySpan<float> values = output.GetTensorDataAsSpan<float>();
        int rank = Settings.Pooling == TextPooling.Pooler ? 2 : 3;
        if (shape.Length != rank)
        {
            throw EncoderOutput.WrongRank(_network, _output, shape.Length, Settings.Pooling);
        }

        int width = (int)shape[^1];
        float[] vector = values[..width].ToArray();                                            // the pooled vector, or [CLS]
        if (Settings.Pooling == TextPooling.Mean)
        {
            for (int start = width; start < values.Length; start += width)
            {
                TensorPrimitives.Add(vector, values.Slice(start, width), vector);
            }

            TensorPrimitives.Divide(vector, values.Length / width, vector);
        }

        float length = OrderedSums.Norm(vector);
        if (!float.IsFinite(length))
        {
            throw new VadException($"'{Network.Name}' gives vectors with numbers that are none (NaN or infinity); the file is damaged or of reduced precision that overflows: take another export.");
        }

        if (Settings.Normalize && length > 0)
        {
            TensorPrimitives.Divide(vector, length, vector);
        }

        return vector;
    }
}
