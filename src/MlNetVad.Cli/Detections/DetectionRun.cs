using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Onnx;
using MlNetVad.Video;

namespace MlNetVad.Cli.Detections;

/// <summary>Runs a detector over videos or pictures, each at its own size.</summary>
internal static class DetectionRun
{
    private const int NumbersPerObject = 6;

    /// <summary>Finds the objects of every frame while it is read.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="source">Videos, or pictures.</param>
    /// <param name="options">The detector.</param>
    /// <param name="cancellation">Stops with <see cref="OperationCanceledException"/>.</param>
    public static IEnumerable<FrameObjects> Detect(
        MLContext ml, VideoSource source, ObjectDetectionEstimator.Options options, CancellationToken cancellation)
    {
        ObjectDetectionEstimator estimator = ml.Transforms.DetectObjects(options);
        foreach (VadVideo video in source.Videos)
        {
            VideoDataView clips = VideoData.Load(
                ml, VideoSource.FromVideo(video), new VideoOptions { ClipLength = 1, Channels = 3, CancellationToken = cancellation });
            foreach (FrameObjects frame in Rows(video, clips, estimator.Fit(clips)))
            {
                yield return frame;
            }
        }
    }

    private static IEnumerable<FrameObjects> Rows(VadVideo video, VideoDataView clips, ObjectDetectionTransformer detector)
    {
        IDataView found = detector.Transform(clips);
        DataViewSchema.Column[] columns = [found.Schema["Frame"], found.Schema["Objects"]];
        using DataViewRowCursor cursor = found.GetRowCursor(columns);
        ValueGetter<long> frames = cursor.GetGetter<long>(columns[0]);
        ValueGetter<VBuffer<float>> bags = cursor.GetGetter<VBuffer<float>>(columns[1]);
        long frame = 0;
        VBuffer<float> bag = default;
        while (cursor.MoveNext())
        {
            frames(ref frame);
            bags(ref bag);
            FoundObject[] objects = [.. bag.DenseValues().Chunk(NumbersPerObject).Select(o => Name(o, detector.ClassNames))];
            string? file = video.FileOf((int)frame);
            yield return new FrameObjects(
                file is null ? video.Id : Path.GetFileName(file), file, file is null ? frame : null, clips.FrameFormat.Width, clips.FrameFormat.Height, objects);
        }
    }

    private static FoundObject Name(float[] o, IReadOnlyList<string> names) => new(names[(int)o[5]], (int)o[5], o[4], o[0], o[1], o[2], o[3]);
}
