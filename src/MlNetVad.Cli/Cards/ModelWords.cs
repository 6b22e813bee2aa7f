using MlNetVad.Persistence;
using MlNetVad.Video;
using static System.FormattableString;

namespace MlNetVad.Cli.Cards;

/// <summary>A model's input, output and threshold in words.</summary>
internal static class ModelWords
{
    /// <summary>The clips that it reads.</summary>
    public static string Reads(VideoOptions clips)
    {
        string apart = clips.FrameInterval > 0 ? Invariant($" that are {clips.FrameInterval:0.###} s apart") : "";
        return $"clips of {Counted.Of(clips.ClipLength, "frame")}{apart}, {clips.Width}×{clips.Height}, {(clips.Channels == 1 ? "grey" : "colour")}";
    }

    /// <summary>Which frame it scores, and how late.</summary>
    public static string Scores(VideoOptions clips) => $"the {clips.Target.ToString().ToLowerInvariant()} frame of a clip: {Latency(clips)} of latency";

    /// <summary>How late a score comes.</summary>
    public static string Latency(VideoOptions clips) =>
        clips.LatencySeconds is { } seconds ? Invariant($"{seconds:0.##} s") : Counted.Of(clips.LatencyFrames(), "frame");

    /// <summary>How many pictures of normal life it keeps of each part.</summary>
    public static string Pictures(VadModel model) => model.Training?.Pictures is { Count: > 0 } pictures
        ? Invariant($"{string.Join(", ", pictures.CountBy(picture => picture.Part).Select(part => $"{part.Key} {part.Value}"))} of normal life, {pictures.Sum(picture => picture.Jpeg.Length) / 1024.0:N0} KiB")
        : "none of normal life";

    /// <summary>Where a frame is an anomaly.</summary>
    public static string Threshold(VadModel model) => model.Threshold is { } threshold ? Invariant($"{threshold:0.###}; a frame above it is an anomaly") : "none";
}
