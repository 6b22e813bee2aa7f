using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>A part of a fused score whose things stand at places: its columns, and what its scores mean.</summary>
/// <param name="Name">What it looks at, in a word.</param>
/// <param name="Score">The column of its score, <c>Single</c>.</param>
/// <param name="Where">Where its things are.</param>
/// <param name="Width">Of the picture, pixels.</param>
/// <param name="Height">Of the picture, pixels.</param>
/// <param name="Typical">The score that half of normal life has.</param>
/// <param name="Raised">The score of what is anomalous: over the threshold once it has lasted half of what the score is smoothed over.</param>
internal sealed record AnsweredPart(string Name, string Score, PartPlaces Where, int Width, int Height, float Typical, float Raised)
{
    public IReadOnlyList<InputColumn> Inputs =>
    [
        ScoreColumn.Of(Score),
        InputColumn.PerObject(Where.Scores),
        InputColumn.Bag(Where.Boxes ?? TextAnswersColumns.Output, MovingColumns.BoxLength),   // a grid has no boxes: the answers again, which are not read
        InputColumn.Bag(TextAnswersColumns.Output, AnswerBox.Length),
    ];

    public static IReadOnlyList<DataViewType> InputTypes { get; } =
        [NumberDataViewType.Single, OutputColumn.PerObjectType, OutputColumn.BagType(MovingColumns.BoxLength), OutputColumn.BagType(AnswerBox.Length)];

    public IReadOnlyList<OutputColumn> Outputs => [new(Score, NumberDataViewType.Single), new(Where.Scores, OutputColumn.PerObjectType)];

    public void Write(BinaryWriter writer)
    {
        writer.Write(Name);
        writer.Write(Score);
        writer.Write(Where.Scores);
        writer.Write(Where.Boxes ?? "");
        writer.Write(Where.GridColumns);
        writer.Write(Width);
        writer.Write(Height);
        writer.Write(Typical);
        writer.Write(Raised);
    }

    public static AnsweredPart Read(BinaryReader reader) => new(
        reader.ReadString(),
        reader.ReadString(),
        new PartPlaces(reader.ReadString(), reader.ReadString() is { Length: > 0 } boxes ? boxes : null, reader.ReadInt32()),
        reader.ReadInt32(),
        reader.ReadInt32(),
        reader.ReadSingle(),
        reader.ReadSingle());
}
