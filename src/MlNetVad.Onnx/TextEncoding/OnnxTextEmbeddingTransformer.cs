using Microsoft.ML.Data;
using MlNetVad.Onnx.TextEncoding;
using MlNetVad.Onnx.Models;
using MlNetVad.Persistence;
using MlNetVad.Transforms.TextEmbedding;

namespace MlNetVad.Onnx;

/// <summary>Adds the vectors that a sentence encoder gives for a text column.</summary>
public sealed class OnnxTextEmbeddingTransformer : ComponentTransformer
{
    private readonly string _output;
    private readonly TextEncoder _encoder;

    internal OnnxTextEmbeddingTransformer(string output, string input, TextEncoder encoder, DataViewType textType)
    {
        _output = output;
        _encoder = encoder;
        Inputs = [TextColumn.Of(input)];
        InputTypes = [textType];
    }

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<DataViewType> InputTypes { get; }

    internal override string Stage => "text";

    internal override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("encoder", _encoder.Network.ToString()),
        ("vocabulary", _encoder.Vocabulary.ToString()),
        ("dimension", $"{_encoder.Dimension}"),
        ("pooling", $"{_encoder.Settings.Pooling}{(_encoder.Settings.Normalize ? ", length 1" : "")}"),
        ("longest text", $"{_encoder.Settings.MaximumTokens} tokens"),
    ];

    internal override IReadOnlyList<FrozenNetwork> FrozenNetworks => [OnnxWeights.Of(_encoder.Network)];

    internal override ComponentPersistence Persistence => new(
        InputTypes[0] is VectorDataViewType ? new OnnxTextsEmbeddingContract() : new OnnxTextEmbeddingContract(),
        writer =>
        {
            writer.Write(_output);
            writer.Write(Inputs[0].Name);
            _encoder.Settings.Write(writer);
            _encoder.Network.Write(writer);
            _encoder.Vocabulary.Write(writer);
        });

    internal static OnnxTextEmbeddingTransformer Read(BinaryReader body, DataViewType textType) => new(
        body.ReadString(), body.ReadString(), TextEncoder.Open(TextEncoderSettings.Read(body), ModelFile.Read(body), ModelFile.Read(body)), textType);

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) =>
        [new(_output, TextColumn.Embedded(inputTypes[0] is VectorDataViewType, _encoder.Dimension))];

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes) => inputTypes[0] is VectorDataViewType
        ? new OnnxTextsEmbeddingKernel(new RecentTexts(_encoder))
        : new OnnxTextEmbeddingKernel(new RecentTexts(_encoder));
}
