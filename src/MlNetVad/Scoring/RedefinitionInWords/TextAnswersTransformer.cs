using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>
/// Adds the things of which a text that a person has said is true: <c>Vector&lt;Single, *, 6&gt;</c>, x, y, width and height in pixels, strength (below 0 for normal, above 0 for anomalous)
/// and the aspect. Nothing is read by a network: what the texts mean was found out when they were said.
/// </summary>
public sealed class TextAnswersTransformer : ComponentTransformer, ITextAnswers
{
    private readonly TextAnswersColumns _columns;
    private readonly AspectScales _scales;
    private readonly double _framesPerSecond;

    internal TextAnswersTransformer(TextAnswersColumns columns, AspectScales scales, IReadOnlyList<SpokenText> texts, double framesPerSecond)
    {
        (_columns, _scales, Texts, _framesPerSecond) = (columns, scales, texts, framesPerSecond);
        Inputs = columns.Inputs;
    }

    /// <summary>What was said, in the order in which it was said.</summary>
    public IReadOnlyList<Redefinition> Redefinitions => [.. Texts.Select(text => text.Redefinition)];

    internal IReadOnlyList<SpokenText> Texts { get; }

    internal override bool IsSequential => true;   // for how long a text has been true of a thing

    internal override bool AdaptsToVideo => false;

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<DataViewType> InputTypes => TextAnswersColumns.InputTypes;

    internal override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        .. Redefinitions.Select(said => ($"redefinition {said.Number}", said.ToString())),
        .. Aspect.All.Zip(_scales.Bounds, (aspect, bounds) => (aspect.Name, string.Join(
            ", ", aspect.Levels.Zip(bounds, (level, bound) => FormattableString.Invariant($"{level[0]} ≤ {bound:0.##}")).Append($"{aspect.Levels[^1][0]} above")))),
    ];

    internal override ComponentPersistence Persistence => new(new TextAnswersContract(), writer =>
    {
        _columns.Write(writer);
        _scales.Write(writer);
        writer.Write(_framesPerSecond);
        writer.Write(Texts.Count);
        foreach (SpokenText text in Texts)
        {
            text.Write(writer);
        }
    });

    ComponentTransformer? IRedefining.Where(Func<Redefinition, bool> kept)
    {
        SpokenText[] left = [.. Texts.Where(text => kept(text.About))];
        return left.Length == 0 ? null : With(left);
    }

    /// <summary>The same with other texts.</summary>
    internal TextAnswersTransformer With(IReadOnlyList<SpokenText> texts) => new(_columns, _scales, texts, _framesPerSecond);

    internal static TextAnswersTransformer Read(BinaryReader reader)
    {
        (TextAnswersColumns columns, AspectScales scales, double rate, int count) = (TextAnswersColumns.Read(reader), AspectScales.Read(reader), reader.ReadDouble(), reader.ReadInt32());
        return count is >= 1 and <= RedefinitionExample.MostExamples
            ? new TextAnswersTransformer(columns, scales, [.. Enumerable.Range(0, count).Select(_ => SpokenText.Read(reader, Vocabulary.Class))], rate)
            : throw new VadException($"The model has {Counted.Of(count, "text")} that redefine it, of at most {RedefinitionExample.MostExamples}: the file is damaged; copy it again.");
    }

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) => [new(TextAnswersColumns.Output, OutputColumn.BagType(AnswerBox.Length))];

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes) => new TextAnswersKernel(_columns, _scales, Texts, _framesPerSecond);
}
