using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Trainers;

namespace MlNetVad.Scoring;

/// <summary>A part of a fused score that can be redefined: its columns, how its things are compared, and what its scores mean.</summary>
/// <param name="Name">What it looks at, in a word.</param>
/// <param name="Score">The column of its score, <c>Single</c>.</param>
/// <param name="ObjectScores">The column of its things' scores; null for a part that is one number a row.</param>
/// <param name="Features">The column of its things' features; where there are no things, any column of vectors, which is not read.</param>
/// <param name="Pace">The column of one number a thing that stands behind its features, or null.</param>
/// <param name="Likeness">How things are compared.</param>
/// <param name="Unusual">The score that one normal row in ten exceeds.</param>
/// <param name="Raised">The score of what resembles an anomalous example: over the threshold once it has lasted half of what the score is smoothed over.</param>
internal sealed record RedefinedPart(string Name, string Score, string? ObjectScores, string Features, string? Pace, Likeness Likeness, float Unusual, float Raised)
{
    /// <summary>The input columns: four, because a saved model's contract has a fixed number; those that are not read repeat another.</summary>
    public IReadOnlyList<InputColumn> Inputs =>
    [
        ScoreColumn.Of(Score),
        ObjectScores is null ? FeatureColumn.Of(Features) : InputColumn.PerObject(ObjectScores),
        FeatureColumn.Of(Features),
        Pace is null ? FeatureColumn.Of(Features) : InputColumn.PerObject(Pace),
    ];

    /// <summary>The output columns, which hide those of the same names.</summary>
    public IReadOnlyList<OutputColumn> Outputs => ObjectScores is null
        ? [new(Score, NumberDataViewType.Single)]
        : [new(Score, NumberDataViewType.Single), new(ObjectScores, OutputColumn.PerObjectType)];

    public void Write(BinaryWriter writer)
    {
        writer.Write(Name);
        writer.Write(Score);
        writer.Write(ObjectScores ?? "");
        writer.Write(Features);
        writer.Write(Pace ?? "");
        Likeness.Write(writer);
        writer.Write(Unusual);
        writer.Write(Raised);
    }

    public static RedefinedPart Read(BinaryReader reader) => new(
        reader.ReadString(), reader.ReadString(), OrNull(reader.ReadString()), reader.ReadString(), OrNull(reader.ReadString()), Likeness.Read(reader), reader.ReadSingle(), reader.ReadSingle());

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}
