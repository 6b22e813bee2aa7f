using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Transforms.ActionResponses;

namespace MlNetVad.Scoring;

/// <summary>
/// Adds the things that do what a person has said: <c>Vector&lt;Single, *, 6&gt;</c>, as <see cref="TextAnswersTransformer"/> has it. What a thing does is compared with the text in the
/// space that the model has learned (scene-adaptive SVAD, section 3.5), and no network runs for it.
/// </summary>
public sealed class ActionAnswersTransformer : ComponentTransformer, ITextAnswers
{
    private readonly ActionAnswersColumns _columns;
    private readonly ActionTexts _actions;
    private readonly float[] _modes;
    private readonly IReadOnlyList<SpokenAction> _texts;
    private readonly double _framesPerSecond;

    internal ActionAnswersTransformer(ActionAnswersColumns columns, ActionTexts actions, float[] modes, IReadOnlyList<SpokenAction> texts, double framesPerSecond)
    {
        (_columns, _actions, _modes, _texts, _framesPerSecond) = (columns, actions, modes, texts, framesPerSecond);
        Inputs = columns.Inputs(actions.Width);
    }

    /// <summary>What was said, in the order in which it was said.</summary>
    public IReadOnlyList<Redefinition> Redefinitions => [.. _texts.Select(text => text.Text.Redefinition)];

    internal override bool IsSequential => true;   // for how long a text has been true of a thing

    internal override bool AdaptsToVideo => false;

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<DataViewType> InputTypes => ActionAnswersColumns.InputTypes(_actions.Width);

    internal override IReadOnlyList<(string Name, string Value)> Settings =>
        [.. Redefinitions.Select(said => ($"redefinition {said.Number}", said.ToString())), ("other actions", string.Join(", ", _actions.Names.Take(12)))];

    internal override ComponentPersistence Persistence => new(new ActionAnswersContract(), writer =>
    {
        _columns.Write(writer);
        _actions.Write(writer);
        writer.Write(_framesPerSecond);
        writer.Write(_texts.Count);
        foreach (SpokenAction text in _texts)
        {
            text.Write(writer);
        }

        foreach (float value in _modes)
        {
            writer.Write(value);
        }
    });

    ComponentTransformer? IRedefining.Where(Func<Redefinition, bool> kept)
    {
        SpokenAction[] left = [.. _texts.Where(text => kept(text.Text.About))];
        return left.Length == 0 ? null : new ActionAnswersTransformer(_columns, _actions, _modes, left, _framesPerSecond);
    }

    /// <summary>The same with one more text.</summary>
    internal ActionAnswersTransformer With(SpokenAction text) => new(_columns, _actions, _modes, [.. _texts, text], _framesPerSecond);

    internal static ActionAnswersTransformer Read(BinaryReader reader)
    {
        (var columns, var actions, double rate, int count) = (ActionAnswersColumns.Read(reader), ActionTexts.Read(reader), reader.ReadDouble(), reader.ReadInt32());
        if (count is < 1 or > RedefinitionExample.MostExamples)
        {
            throw new VadException($"The model has {Counted.Of(count, "text")} that redefine it, of at most {RedefinitionExample.MostExamples}: the file is damaged; copy it again.");
        }

        SpokenAction[] texts = [.. Enumerable.Range(0, count).Select(_ => SpokenAction.Read(reader, actions.Width))];
        long left = (reader.BaseStream.Length - reader.BaseStream.Position) / sizeof(float);   // 0 where the text was said to an earlier version: it goes on to mean what it did
        return left % actions.Names.Length == 0
            ? new ActionAnswersTransformer(columns, actions, [.. Enumerable.Range(0, (int)left).Select(_ => reader.ReadSingle())], texts, rate)
            : throw new VadException($"The modes of the model that texts are compared with have {left} numbers for {Counted.Of(actions.Names.Length, "action")}: the file is damaged; copy it again.");
    }

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) => [new(TextAnswersColumns.Output, OutputColumn.BagType(AnswerBox.Length))];

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes) => new ActionAnswersKernel(_columns, _actions, _modes, _texts, _framesPerSecond);
}

/// <summary>The columns from which a model of actions tells what things do.</summary>
/// <param name="Features">What each thing does, <c>Vector&lt;Single, *, D&gt;</c>.</param>
/// <param name="Boxes">Where it was when that was found out.</param>
/// <param name="Things">Where things are in this frame.</param>
internal sealed record ActionAnswersColumns(string Features, string Boxes, string Things)
{
    public IReadOnlyList<InputColumn> Inputs(int width) =>
    [
        InputColumn.Bag(Features, width),
        InputColumn.Bag(Boxes, MovingColumns.BoxLength),
        InputColumn.Bag(Things, MovingColumns.BoxLength),
        InputColumn.Scalar("Video", TextDataViewType.Instance),
        InputColumn.Scalar("Frame", NumberDataViewType.Int64),
    ];

    public static IReadOnlyList<DataViewType> InputTypes(int width) =>
    [
        OutputColumn.BagType(width), OutputColumn.BagType(MovingColumns.BoxLength), OutputColumn.BagType(MovingColumns.BoxLength), TextDataViewType.Instance, NumberDataViewType.Int64,
    ];

    public void Write(BinaryWriter writer)
    {
        writer.Write(Features);
        writer.Write(Boxes);
        writer.Write(Things);
    }

    public static ActionAnswersColumns Read(BinaryReader reader) => new(reader.ReadString(), reader.ReadString(), reader.ReadString());
}
