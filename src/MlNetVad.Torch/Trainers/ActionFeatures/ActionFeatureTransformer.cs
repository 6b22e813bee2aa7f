using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Scoring;
using MlNetVad.Torch.Trainers.ActionFeatures;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Trainers;

/// <summary>Adds what each object does: its action features, and its responses to actions.</summary>
public sealed class ActionFeatureTransformer : ComponentTransformer, ITextSpace
{
    private const int Shown = 12;
    private readonly ActionFeatureColumns _columns;

    internal ActionFeatureTransformer(ActionFeatureColumns columns, IReadOnlyList<DataViewType> inputTypes, ActionModel model) =>
        (_columns, InputTypes, Model) = (columns, inputTypes, model);

    /// <summary>The names of the actions, in the order of the responses.</summary>
    public IReadOnlyList<string> Actions => Model.Actions;

    internal ActionModel Model { get; }

    string ITextSpace.Features => _columns.Output;

    string ITextSpace.Boxes => _columns.Boxes;

    IReadOnlyList<float> ITextSpace.Texts => Model.Texts;

    bool ITextSpace.KnowsOnlyItsActions => StandIn is not null;

    internal override bool IsSequential => true;

    internal override bool AdaptsToVideo => false;

    internal override IReadOnlyList<InputColumn> Inputs => _columns.Inputs;

    internal override IReadOnlyList<DataViewType> InputTypes { get; }

    internal override string Stage => "network";

    internal override long? Parameters => Model.Network.parameters().Sum(p => p.numel());

    internal override string? StandIn => Model.Network.Options.TextWidth == Model.Network.Options.Width
        ? null
        : "the actions' names lie in another space than the pictures, and a linear map that was learned along stands in for CLIP's common one";

    internal override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("temporal fusion", $"{Counted.Of(Model.Network.Options.Layers, "block")} over {Counted.Of(Model.Network.Options.Frames, "frame")} of {Model.Network.Options.Width} numbers, {Model.Network.parameters().Sum(p => p.numel()):N0} weights"),
        ("responses", $"to {Counted.Of(Actions.Count, "action")}: {string.Join(", ", Actions.Take(Shown))}{(Actions.Count > Shown ? ", …" : "")}"),
        ("training", Model.Note),
    ];

    internal override ComponentPersistence Persistence => new(new ActionFeatureContract(), writer =>
    {
        _columns.Write(writer);
        Model.Write(writer);
    });

    float[] ITextSpace.Bring(float[] meaning)
    {
        int width = Model.Network.Options.TextWidth;
        if (meaning.Length != width)
        {
            throw new VadException(
                $"The text was read by an encoder of {Counted.Of(meaning.Length, "number")}, and the actions of the model by one of {width}: give {(StandIn is null ? "the text tower of the CLIP that it was trained with, of the command as --clip and --clip-vocabulary" : "the encoder that it was trained with")}.");
        }

        using var scope = NewDisposeScope();
        using IDisposable untracked = no_grad();
        return Model.Network.Texts(tensor(meaning, [1, width])).data<float>().ToArray();
    }

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) =>
        _columns.Outputs(Model.Network.Options.Width, Model.Actions.Count);

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes) => new ActionFeatureKernel(Model, _columns.Frames);
}

/// <summary>The names of the columns it reads and adds.</summary>
internal sealed record ActionFeatureColumns(string Frames, string Boxes, string Video, string Frame, string Output)
{
    public IReadOnlyList<InputColumn> Inputs =>
    [
        InputColumn.ObjectFrames(Frames),
        InputColumn.Bag(Boxes, 6),
        InputColumn.Scalar(Video, TextDataViewType.Instance),
        InputColumn.Scalar(Frame, NumberDataViewType.Int64),
    ];

    public IReadOnlyList<OutputColumn> Outputs(int width, int actions) =>
        [new(Output, OutputColumn.BagType(width)), new(Output + "Responses", OutputColumn.BagType(actions))];

    public void Write(BinaryWriter writer)
    {
        foreach (string name in (ReadOnlySpan<string>)[Frames, Boxes, Video, Frame, Output])
        {
            writer.Write(name);
        }
    }

    public static ActionFeatureColumns Read(BinaryReader reader) =>
        new(reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString());
}
