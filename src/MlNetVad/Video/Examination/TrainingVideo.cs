using MlNetVad.Video.Scale;

namespace MlNetVad.Video.Examination;

/// <summary>What a quick look at training video gives.</summary>
/// <param name="Source">The videos.</param>
/// <param name="Survey">What was seen.</param>
/// <param name="Size">The size at which it would be worked on.</param>
/// <param name="Seconds">How long it is; 10 frames a second where a video does not say.</param>
/// <param name="Frames">How many frames it has.</param>
internal sealed record TrainingVideo(VideoSource Source, VideoSurvey Survey, WorkingSize Size, double Seconds, long Frames)
{
    private const int GridColumns = 16, GridRows = 12;

    /// <summary>Share of the looks in which something moved.</summary>
    public double MovingShare => Share(pair => pair.Things.Count > 0);

    /// <summary>Share of the picture in which something moved, on a grid of 16 × 12.</summary>
    public double PlaceShare
    {
        get
        {
            var seen = new bool[GridColumns * GridRows];
            foreach (MovingThing thing in Survey.Pairs.SelectMany(pair => pair.Things))
            {
                for (int y = (int)(thing.Y * GridRows); y < Math.Min(GridRows, (thing.Y + thing.Height) * GridRows); y++)
                {
                    for (int x = (int)(thing.X * GridColumns); x < Math.Min(GridColumns, (thing.X + thing.Width) * GridColumns); x++)
                    {
                        seen[(y * GridColumns) + x] = true;
                    }
                }
            }

            return seen.Count(cell => cell) / (double)seen.Length;
        }
    }

    /// <summary>Looks at it for some seconds.</summary>
    /// <exception cref="VadException">A video cannot be opened.</exception>
    public static TrainingVideo LookAt(VideoSource source, CancellationToken cancellation)
    {
        VideoSurvey survey = VideoSurvey.Of(source, cancellation);
        double assumed = new VideoOptions().AssumedFramesPerSecond;
        return new TrainingVideo(
            source,
            survey,
            WorkingSize.Of(survey),
            source.Videos.Sum(video => (video.ExpectedFrameCount ?? 0) / (video.FramesPerSecond ?? assumed)),
            source.Videos.Sum(video => (long)(video.ExpectedFrameCount ?? 0)));
    }

    /// <summary>Share of the looks of which something holds.</summary>
    public double Share(Func<SeenMotion, bool> holds) => Survey.Pairs.Count(holds) / (double)Math.Max(1, Survey.Pairs.Count);
}
