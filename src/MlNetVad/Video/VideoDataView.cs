using System.Collections.Concurrent;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace MlNetVad.Video;

/// <summary>The lazy view that <see cref="VideoData.Load"/> gives: a row is a clip.</summary>
public sealed class VideoDataView : IDataView
{
    internal const int VideoColumn = 0, FrameColumn = 1, ClipColumn = 2, LabelColumn = 3;

    private readonly IHostEnvironment _environment;
    private readonly ConcurrentDictionary<string, bool> _noted = new();

    internal VideoDataView(IHostEnvironment environment, VideoSource source, VideoOptions options, FrameFormat format)
    {
        _environment = environment;
        Source = source;
        Options = options;
        FrameFormat = format;
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Video", TextDataViewType.Instance);
        builder.AddColumn("Frame", NumberDataViewType.Int64);
        builder.AddColumn(
            "Clip",
            new VectorDataViewType(NumberDataViewType.Byte, options.ClipLength, format.Height, format.Width, format.Channels),
            ClipTiming.Annotations(options));
        builder.AddColumn("Label", NumberDataViewType.Single);
        Schema = builder.ToSchema();
    }

    /// <summary>The videos.</summary>
    public VideoSource Source { get; }

    /// <summary>Size and channels of every frame, without zeros.</summary>
    public FrameFormat FrameFormat { get; }

    /// <summary>The options with which the view was made.</summary>
    public VideoOptions Options { get; }

    /// <summary>Number of frames where it is known exactly without decoding, else null.</summary>
    public int? FrameCount => Source.FrameCount;

    /// <summary>Number of frames to measure progress against; null where a video is a live stream.</summary>
    /// <exception cref="VadException">A video cannot be opened.</exception>
    public int? ExpectedFrameCount => Source.ExpectedFrameCount;

    /// <summary>Always false: clips come in time order.</summary>
    public bool CanShuffle => false;

    /// <inheritdoc/>
    public DataViewSchema Schema { get; }

    /// <summary>Number of clips where the number of frames is known without decoding, else null.</summary>
    /// <returns>The sum of N − S + 1 over the videos, S being the frames from the first to the last of a clip.</returns>
    public long? GetRowCount()
    {
        long rows = 0;
        foreach (VadVideo video in Source.Videos)
        {
            if (video.FrameCount is not { } frames)
            {
                return null;
            }

            rows += Math.Max(0, frames - Options.FrameSpan(video) + 1);
        }

        return rows;
    }

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new ClipCursor(this, columnsNeeded);

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    /// <summary>A warning in the context's log; each kind is said once, of the first video that it concerns.</summary>
    internal void NoteOnce(string kind, string sentence)
    {
        if (_noted.TryAdd(kind, true))
        {
            using IChannel channel = _environment.Start("Video");
            channel.Warning(MessageSensitivity.None, sentence);
        }
    }
}
