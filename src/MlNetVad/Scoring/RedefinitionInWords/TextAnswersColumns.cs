using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Transforms.Presence;

namespace MlNetVad.Scoring;

/// <summary>The columns from which a model tells what is true of a thing.</summary>
/// <param name="Moving">What is known of things that move, and of what is there.</param>
/// <param name="Stays">For how long it has been there, <c>Vector&lt;Single, *, 4&gt;</c>.</param>
internal sealed record TextAnswersColumns(MovingColumns Moving, string Stays)
{
    /// <summary>The column that is added.</summary>
    public const string Output = "TextAnswers";

    public IReadOnlyList<InputColumn> Inputs =>
    [
        InputColumn.PerObject(Moving.Pace),
        InputColumn.Bag(Moving.Boxes, MovingColumns.BoxLength),
        InputColumn.Bag(Moving.Shapes, ObjectShape.Length),
        InputColumn.Bag(Stays, ObjectShape.StayLength),
        InputColumn.Bag(Moving.ShapeBoxes, MovingColumns.BoxLength),
        InputColumn.Scalar("Video", TextDataViewType.Instance),
        InputColumn.Scalar("Frame", NumberDataViewType.Int64),
    ];

    public static IReadOnlyList<DataViewType> InputTypes { get; } =
    [
        OutputColumn.PerObjectType,
        OutputColumn.BagType(MovingColumns.BoxLength),
        OutputColumn.BagType(ObjectShape.Length),
        OutputColumn.BagType(ObjectShape.StayLength),
        OutputColumn.BagType(MovingColumns.BoxLength),
        TextDataViewType.Instance,
        NumberDataViewType.Int64,
    ];

    public void Write(BinaryWriter writer)
    {
        Moving.Write(writer);
        writer.Write(Stays);
    }

    public static TextAnswersColumns Read(BinaryReader reader) => new(MovingColumns.Read(reader), reader.ReadString());
}
