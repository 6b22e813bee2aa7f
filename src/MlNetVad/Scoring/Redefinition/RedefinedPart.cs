using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Trainers;

namespace MlNetVad.Scoring;

/// <summary>A part of a fused score that can be redefined: its columns, how its things are compared, and what its scores mean.</summary>
/// <param name="Name">What it looks at, in a word.</param>
/// <param name="Score">The column of its score, <c>Single</c>.</param>
/// <param name="ObjectScores">The column of its things' scores; null for a part that is one number a row.</param>
/// <param name="Features">The column of its things' features; where there are no things, any column of vectors, which is not read.</param>
/// <param name="Moving">What else is known of things that move; null for other parts.</param>
/// <param name="Likeness">How things are compared.</param>
/// <param name="Unusual">The score that one normal row in ten exceeds.</param>
/// <param name="Alarming">The score as rare as the threshold: what stays below it makes no alarm, however long it lasts.</param>
/// <param name="Raised">The score of what resembles an anomalous example: over the threshold once it has lasted half of what the score is smoothed over.</param>
internal sealed record RedefinedPart(string Name, string Score, string? ObjectScores, string Features, MovingColumns? Moving, Likeness Likeness, float Unusual, float Alarming, float Raised)
{
    /// <summary>The input columns: always as many, because a saved model's contract has a fixed number; those that are not read repeat another.</summary>
    public IReadOnlyList<InputColumn> Inputs =>
    [
        ScoreColumn.Of(Score),
        ObjectScores is null ? FeatureColumn.Of(Features) : InputColumn.PerObject(ObjectScores),
        FeatureColumn.Of(Features),
        Moving is null ? FeatureColumn.Of(Features) : InputColumn.PerObject(Moving.Pace),
        Moving is null ? FeatureColumn.Of(Features) : InputColumn.Bag(Moving.Boxes, MovingColumns.BoxLength),
        FeatureColumn.Of(Moving?.Shapes ?? Features),
        Moving is null ? FeatureColumn.Of(Features) : InputColumn.Bag(Moving.ShapeBoxes, MovingColumns.BoxLength),
    ];

    /// <summary>The output columns, which hide those of the same names.</summary>
    public IReadOnlyList<OutputColumn> Outputs => ObjectScores is null
        ? [new(Score, NumberDataViewType.Single)]
        : [new(Score, NumberDataViewType.Single), new(ObjectScores, OutputColumn.PerObjectType)];

    /// <summary>Numbers of a thing in the column of features.</summary>
    public int FeatureWidth => Likeness.Width - Likeness.Added;

    public void Write(BinaryWriter writer)
    {
        writer.Write(Name);
        writer.Write(Score);
        writer.Write(ObjectScores ?? "");
        writer.Write(Features);
        writer.Write(Moving is not null);
        Moving?.Write(writer);
        Likeness.Write(writer);
        writer.Write(Unusual);
        writer.Write(Alarming);
        writer.Write(Raised);
    }

    public static RedefinedPart Read(BinaryReader reader) => new(
        reader.ReadString(),
        reader.ReadString(),
        reader.ReadString() is { Length: > 0 } scores ? scores : null,
        reader.ReadString(),
        reader.ReadBoolean() ? MovingColumns.Read(reader) : null,
        Likeness.Read(reader),
        reader.ReadSingle(),
        reader.ReadSingle(),
        reader.ReadSingle());
}
