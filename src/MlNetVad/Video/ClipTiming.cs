using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetVad.Video;

/// <summary>The time between a clip's frames, and how many a second there are, as annotations of the clip's column: so it is saved with a model, as the clip's shape is.</summary>
internal static class ClipTiming
{
    /// <summary>The annotations; none where every frame of a video is taken.</summary>
    public static DataViewSchema.Annotations Annotations(VideoOptions options)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        if (options.FrameInterval > 0)
        {
            Add(builder, nameof(VideoOptions.FrameInterval), options.FrameInterval);
            Add(builder, nameof(VideoOptions.AssumedFramesPerSecond), options.AssumedFramesPerSecond);
        }

        if (options.MostFramesPerSecond > 0)
        {
            Add(builder, nameof(VideoOptions.MostFramesPerSecond), options.MostFramesPerSecond);
        }

        return builder.ToAnnotations();
    }

    /// <summary>Sets the options to what a clip's column says.</summary>
    public static void Read(DataViewSchema.Column column, VideoOptions options)
    {
        Read(column, nameof(VideoOptions.FrameInterval), ref options.FrameInterval);
        Read(column, nameof(VideoOptions.AssumedFramesPerSecond), ref options.AssumedFramesPerSecond);
        Read(column, nameof(VideoOptions.MostFramesPerSecond), ref options.MostFramesPerSecond);
    }

    private static void Add(DataViewSchema.Annotations.Builder builder, string name, double number) =>
        builder.Add(name, NumberDataViewType.Double, (ref double value) => value = number);

    private static void Read(DataViewSchema.Column column, string name, ref double value)
    {
        if (column.Annotations.Schema.GetColumnOrNull(name)?.Type is NumberDataViewType)
        {
            column.Annotations.GetValue(name, ref value);
        }
    }
}
