using MlNetVad.Video.Frames;

namespace MlNetVad.Video.Scale;

/// <summary>Which few frames of which videos are looked at: excerpts of a second or so, spread evenly over all of the video.</summary>
internal static class SurveyPlan
{
    /// <summary>Frames of an excerpt.</summary>
    public const int FramesEach = 5;

    private const int MostExcerpts = 40, MostPixels = 640 * 480;
    private const double FrameSeconds = 0.3, NearSeconds = 20, AssumedRate = 10;

    /// <summary>The excerpts, in the order of the videos.</summary>
    /// <exception cref="VadException">A video cannot be opened.</exception>
    public static List<(VadVideo Video, FrameExcerpt Excerpt)> Of(VideoSource source)
    {
        VadVideo[] videos = Spread(source.Videos);
        double[] seconds = [.. videos.Select(v => (v.ExpectedFrameCount ?? 0) / Rate(v))];
        double all = seconds.Sum();
        var plan = new List<(VadVideo, FrameExcerpt)>();
        for (int i = 0; i < videos.Length; i++)
        {
            double share = all > 0 ? seconds[i] / all : 0;
            int fitting = (int)(seconds[i] / (FramesEach * FrameSeconds));
            int count = Math.Clamp((int)Math.Round(MostExcerpts * share), 1, Math.Max(1, fitting));
            int step = (int)Math.Max(1, new VideoOptions { FrameInterval = FrameSeconds, AssumedFramesPerSecond = AssumedRate }.FrameStep(videos[i]));
            int frames = videos[i].ExpectedFrameCount ?? 0, room = Math.Max(0, frames - (FramesEach * step));
            for (int k = 0; k < count; k++)
            {
                int first = (int)((long)room * ((2 * k) + 1) / (2 * count));
                plan.Add((videos[i], new FrameExcerpt(first, step, FramesEach, seconds[i] / count >= NearSeconds)));
            }
        }

        return plan;
    }

    /// <summary>The size at which a video's frames are looked at, in colour: at most 640 × 480 pixels.</summary>
    public static FrameFormat Format(VadVideo video)
    {
        if (video.OnlyFormat is { } only)
        {
            return only;
        }

        FrameFormat native = video.NativeFormat;
        double scale = Math.Min(1, Math.Sqrt(MostPixels / ((double)native.Width * native.Height)));
        return new FrameFormat(Math.Max(2, (int)(native.Height * scale)), Math.Max(2, (int)(native.Width * scale)), 3);
    }

    private static double Rate(VadVideo video) => video.FramesPerSecond ?? AssumedRate;

    private static VadVideo[] Spread(IReadOnlyList<VadVideo> videos)
    {
        int count = Math.Min(MostExcerpts, videos.Count);
        return [.. Enumerable.Range(0, count).Select(i => videos[(int)((long)i * videos.Count / count)])];
    }
}
