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
    // containers that do not know their rate say 1 or 1000 and more
    private const double LeastRate = 1, MostRate = 240;
    private const double AlmostOne = 0.9;   // of a clip's interval: so near, frames are taken as they come

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

    /// <summary>
    /// Seconds between neighbouring frames of a clip, 0 … 60, so that video of any frame rate gives clips of the same duration; 0
    /// takes every frame. Of a video with fewer frames a second a clip holds the last one until the next comes, as a screen does. Every
    /// frame of a video is still the target of a clip (but for those at its ends).
    /// </summary>
    public double FrameInterval;

    /// <summary>
    /// Frames a second that are looked at, at most; 0 for all. Of a video with a quarter more, or above, those are taken that a camera of this rate
    /// would have shown: these are the frames that clips are made of, that are targets, and that <c>Frame</c> counts.
    /// </summary>
    public double MostFramesPerSecond;

    /// <summary>Frames a second of a video that does not say, such as a folder of pictures, above 0; UCSD's 10. Matters with <see cref="FrameInterval"/>.</summary>
    public double AssumedFramesPerSecond = 10;

    /// <summary>Ends a pass with <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken CancellationToken;

    /// <summary>From one frame of a clip to the next, in frames of the video: 1 without <see cref="FrameInterval"/>.</summary>
    /// <param name="framesPerSecond">The video's frame rate; null where it does not say.</param>
    /// <returns>The interval in frames: a whole number from 1 on, or a fraction where the video's frames are farther apart than a clip's.</returns>
    public double FrameStep(double? framesPerSecond)
    {
        double rate = KnownRate(framesPerSecond) ?? AssumedFramesPerSecond, step = rate * FrameInterval;
        return FrameInterval > 0 && step < AlmostOne ? step : Math.Max(1, Math.Round(step, MidpointRounding.AwayFromZero));
    }

    /// <summary>Frames of the video that must come after the target before it can be scored: 0 where it is the last one.</summary>
    /// <param name="framesPerSecond">The video's frame rate; null where it does not say.</param>
    public int LatencyFrames(double? framesPerSecond = null) => ClipBuffer.FramesFrom(ClipLength - 1 - TargetIndex, FrameStep(framesPerSecond));

    /// <summary>Seconds from the target to the last frame of a clip; null where every frame is taken, whatever its time.</summary>
    public double? LatencySeconds => FrameInterval > 0 ? (ClipLength - 1 - TargetIndex) * FrameInterval : null;

    /// <summary>Index within the clip of the frame of which the row speaks.</summary>
    internal int TargetIndex => Target.IndexIn(ClipLength);

    /// <summary>A frame rate that can be believed; null for one that cannot.</summary>
    internal static double? KnownRate(double? framesPerSecond) => framesPerSecond is >= LeastRate and <= MostRate ? framesPerSecond : null;

    /// <summary>The frame step of one video; does not look at it where every frame is taken.</summary>
    internal double FrameStep(VadVideo video) => FrameInterval > 0 ? FrameStep(video.FramesPerSecond) : 1;

    /// <summary>Frames of a video from the first to the last of a clip.</summary>
    internal int FrameSpan(VadVideo video)
    {
        double step = FrameStep(video);
        return ClipBuffer.FramesFrom(ClipLength - 1 - TargetIndex, step) - ClipBuffer.FramesFrom(-TargetIndex, step) + 1;
    }

    internal VideoOptions Copy() => (VideoOptions)MemberwiseClone();
}
