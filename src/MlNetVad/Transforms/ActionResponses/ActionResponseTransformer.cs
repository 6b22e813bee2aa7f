using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Transforms.ActionResponses;

namespace MlNetVad.Transforms;

/// <summary>Adds each object's responses to a list of actions.</summary>
public sealed class ActionResponseTransformer : ComponentTransformer
{
    private const int Shown = 12;
    private readonly string _output, _features;
    private readonly ActionTexts _texts;

    internal ActionResponseTransformer(string output, string features, DataViewType type, ActionTexts texts)
    {
        (_output, _features, _texts) = (output, features, texts);
        Inputs = [InputColumn.Bag(features, texts.Width)];
        InputTypes = [type];
    }

    /// <summary>The actions, in the order of the responses.</summary>
    public IReadOnlyList<string> Actions => _texts.Names;

    /// <summary>The actions and their texts.</summary>
    internal ActionTexts Texts => _texts;

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<DataViewType> InputTypes { get; }

    internal override string Stage => "features";

    internal override long? Parameters => _texts.Vectors.Length;

    internal override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("responses", $"to {Counted.Of(Actions.Count, "action")}: {string.Join(", ", Actions.Take(Shown))}{(Actions.Count > Shown ? ", …" : "")}"),
    ];

    internal override ComponentPersistence Persistence => new(new ActionResponseContract(), writer =>
    {
        writer.Write(_output);
        writer.Write(_features);
        _texts.Write(writer);
    });

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) => [new(_output, OutputColumn.BagType(Actions.Count))];

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes) => new ActionResponseKernel(_texts, _features);
}
