namespace MlNetVad.Video;

/// <summary>Which frame of a clip its row speaks of.</summary>
public enum ClipTarget
{
    /// <summary>The last one: no latency.</summary>
    Last,

    /// <summary>The middle one, of index (T − 1) / 2 rounded down: a latency of T / 2 frames rounded down, two for T = 5.</summary>
    Middle,
}

/// <summary>Finds the target in a clip.</summary>
internal static class ClipTargets
{
    /// <summary>The target's index among <paramref name="clipLength"/> frames.</summary>
    public static int IndexIn(this ClipTarget target, int clipLength) =>
        target == ClipTarget.Last ? clipLength - 1 : (clipLength - 1) / 2;
}

/// <summary>How videos become rows of clips.</summary>
public sealed class VideoOptions
{
    /// <summary>T, the number of frames of a clip; at least 1.</summary>
    public int ClipLength = 5;

    /// <summary>The frame of which <c>Frame</c> and <c>Label</c> speak.</summary>
    public ClipTarget Target = ClipTarget.Last;

    /// <summary>Height in pixels to which ffmpeg scales every video; 0 takes the first video's own, or follows the other side where that is given.</summary>
    public int Height;

    /// <summary>Width in pixels to which ffmpeg scales every video; 0 takes the first video's own, or follows the other side where that is given.</summary>
    public int Width;

    /// <summary>1 for grey, 3 for red, green, blue.</summary>
    public int Channels = 1;

    /// <summary>Ends a pass with <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken CancellationToken;

    /// <summary>Frames that must come after the target before it can be scored: 0 where it is the last one.</summary>
    public int LatencyFrames => ClipLength - 1 - TargetIndex;

    /// <summary>Index within the clip of the frame of which the row speaks.</summary>
    internal int TargetIndex => Target.IndexIn(ClipLength);

    internal VideoOptions Copy() => (VideoOptions)MemberwiseClone();
}
