using System.Text.Json.Serialization;
using MlNetVad.Evaluation;

namespace MlNetVad.Scoring;

/// <summary>
/// A small picture of something normal, kept with a model (<see cref="Persistence.TrainingRecord.Pictures"/>) so that an alarm can be compared with what the part
/// of the score that raised it knows. It shows whoever was in the training video.
/// </summary>
public sealed record NormalPicture
{
    /// <summary>The part of the score that sees it, in a word, as <see cref="Evidence.Part"/> has it.</summary>
    public required string Part { get; init; }

    /// <summary>The training video's id.</summary>
    public required string Video { get; init; }

    /// <summary>The frame, 0-based.</summary>
    public required long Frame { get; init; }

    /// <summary>Where it is, in shares of the picture's width and height, 0 … 1; null where the part judges the picture as a whole.</summary>
    public ScoredBox? Place { get; init; }

    /// <summary>The whole frame as a JPEG, at most 96 pixels high and 4 KiB.</summary>
    public required ReadOnlyMemory<byte> Jpeg { get; init; }

    /// <summary>What the part compares it by: little-endian floats.</summary>
    [JsonInclude]
    internal ReadOnlyMemory<byte> Vector { get; init; }
}
