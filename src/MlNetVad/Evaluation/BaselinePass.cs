using MlNetVad.Transforms.Pictures;
using MlNetVad.Video;

namespace MlNetVad.Evaluation;

/// <summary>
/// Reads every frame of a set once more for the baselines that need pictures; once for all models that work at the same size, such as
/// those of several seeds.
/// </summary>
internal sealed class BaselinePass(VideoSource dataset)
{
    private readonly Dictionary<(FrameFormat, PictureSize?), TrivialBaselines> _known = [];

    /// <summary>The set.</summary>
    public VideoSource Dataset => dataset;

    /// <summary>The baselines at a size.</summary>
    /// <param name="format">Of the frames.</param>
    /// <param name="resolution">Of the untrained predictors; null for the usual one.</param>
    /// <param name="progress">Told after every frame that is read, pass 2; not at all where the baselines are known.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public TrivialBaselines At(FrameFormat format, PictureSize? resolution, IProgress<VideoProgress>? progress, CancellationToken cancellationToken)
    {
        if (!_known.TryGetValue((format, resolution), out TrivialBaselines? baselines))
        {
            _known.Add((format, resolution), baselines = Read(format, resolution, progress, cancellationToken));
        }

        return baselines;
    }

    private TrivialBaselines Read(FrameFormat format, PictureSize? resolution, IProgress<VideoProgress>? progress, CancellationToken cancellationToken)
    {
        var baselines = new TrivialBaselines(resolution);
        byte[] frame = new byte[format.FrameBytes];
        long done = 0;
        long? total = progress is null ? null : dataset.ExpectedFrameCount;
        foreach (VadVideo video in dataset.Videos)
        {
            using FrameReader frames = video.OpenFrames(format, cancellationToken);
            while (frames.Read(frame))
            {
                baselines.Next(video.Id, frame, format.Width, format.Height, format.Channels);
                done++;
                progress?.Report(new VideoProgress(2, done, total));
            }
        }

        return baselines;
    }
}
