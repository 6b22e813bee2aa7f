using System.Runtime.ExceptionServices;
using MlNetVad.Video.Frames;

namespace MlNetVad.Video.Scale;

/// <summary>
/// A quick look at videos before they are trained on: a few hundred frames at a bounded size, spread over all of them, in seconds.
/// What moves is found between frames about 0.3 s apart, against the noise of the video itself.
/// </summary>
public sealed class VideoSurvey
{
    /// <summary>Bits a pixel below which compression smears what is small or faint.</summary>
    public const double FewBits = 0.004;

    private VideoSurvey(VideoSource source, IReadOnlyList<SeenMotion> pairs, int missing)
    {
        Source = source;
        Pairs = pairs;
        PairsMissing = missing;
    }

    /// <summary>The videos.</summary>
    public VideoSource Source { get; }

    /// <summary>What was seen, pair of frames after pair, in the order of the videos.</summary>
    public IReadOnlyList<SeenMotion> Pairs { get; }

    /// <summary>Pairs of frames that the videos promise and that could not be decoded.</summary>
    public int PairsMissing { get; }

    /// <summary>Bits of the files for a pixel of a frame: little where compression is strong; null where videos are no files.</summary>
    /// <exception cref="VadException">A video cannot be opened.</exception>
    public double? BitsPerPixel
    {
        get
        {
            double pixels = Source.Videos.Sum(v => (double)(v.ExpectedFrameCount ?? 0) * v.NativeFormat.FrameBytes);
            long? bytes = Source.Videos.Aggregate((long?)0, (sum, v) => sum + v.StoredBytes);
            return pixels > 0 && bytes is { } stored ? 8 * stored / pixels : null;
        }
    }

    /// <summary>Looks at the videos.</summary>
    /// <param name="source">The videos.</param>
    /// <param name="cancellationToken">Stops with <see cref="OperationCanceledException"/>.</param>
    /// <returns>What was seen; two looks see the same.</returns>
    /// <exception cref="VadException">A video cannot be opened.</exception>
    public static VideoSurvey Of(VideoSource source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        List<(VadVideo Video, FrameExcerpt Excerpt)> plan = SurveyPlan.Of(source);
        var pairs = new SeenMotion[plan.Count][];
        try
        {
            Parallel.For(0, plan.Count, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
            {
                (VadVideo video, FrameExcerpt excerpt) = plan[i];
                FrameFormat format = SurveyPlan.Format(video);
                using FrameReader reader = video.OpenExcerpt(excerpt, format, cancellationToken);
                pairs[i] = [.. new MotionLook(format).At(reader, video, excerpt)];
            });
        }
        catch (AggregateException e) when (e.InnerExceptions[0] is VadException or OperationCanceledException)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        int missing = plan.Zip(pairs, (p, got) => PairsPromised(p.Video, p.Excerpt) - got.Length).Sum();
        return new VideoSurvey(source, [.. pairs.SelectMany(p => p)], Math.Max(0, missing));
    }

    // a container's count is a promise to within a few frames, which matters only at the very end
    private static int PairsPromised(VadVideo video, FrameExcerpt excerpt) =>
        Math.Clamp(((video.ExpectedFrameCount ?? 0) - excerpt.First - 1) / excerpt.Step, 0, excerpt.Count - 1);
}
