using System.Text.Json.Serialization;
using MlNetVad.Evaluation;
using MlNetVad.Service.Events;

namespace MlNetVad.Service.Replays;

/// <summary>An event that there would have been; times are seconds from the recording's start.</summary>
internal sealed record ReplayEvent(double From)
{
    /// <summary>When it was last over the threshold.</summary>
    public double To { get; private init; } = From;

    public float Peak { get; private init; } = float.NegativeInfinity;

    public double PeakAt { get; private init; } = From;

    public string Reason { get; private init; } = "";

    /// <summary>Where at the peak: x, y, width, height in shares of the picture; null for the picture as a whole.</summary>
    public float[]? Place { get; private init; }

    /// <summary>The frame of the peak.</summary>
    [JsonIgnore]
    public byte[] Jpeg { get; private init; } = [];

    /// <summary>The event with one more frame over the threshold.</summary>
    public ReplayEvent With(double seconds, FrameScore score, Func<byte[]> jpeg) => score.Score <= Peak
        ? this with { To = seconds }
        : this with
        {
            To = seconds,
            Peak = score.Score,
            PeakAt = seconds,
            Reason = Reasons.Of(score.Evidence),
            Place = score.Place is { } box ? [box.X, box.Y, box.Width, box.Height] : null,
            Jpeg = jpeg(),
        };
}
