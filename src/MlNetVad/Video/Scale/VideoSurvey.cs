using System.Runtime.ExceptionServices;
using MlNetVad.Video.Frames;

namespace MlNetVad.Video.Scale;

/// <summary>
/// A quick look at videos before they are trained on: a few hundred frames at a bounded size, spread over all of them, in seconds.
/// What moves is found between frames about 0.3 s apart, against the noise of the video itself.
/// </summary>
public sealed class VideoSurvey
{
    private VideoSurvey(VideoSource source, IReadOnlyList<SeenMotion> pairs)
    {
        Source = source;
        Pairs = pairs;
    }

    /// <summary>The videos.</summary>
    public VideoSource Source { get; }

    /// <summary>What was seen, pair of frames after pair, in the order of the videos.</summary>
    public IReadOnlyList<SeenMotion> Pairs { get; }

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

        return new VideoSurvey(source, [.. pairs.SelectMany(p => p)]);
    }
}
