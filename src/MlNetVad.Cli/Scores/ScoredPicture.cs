using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Transforms;
using MlNetVad.Video;

namespace MlNetVad.Cli.Scores;

/// <summary>The frame with the highest score as a picture, what the model says of it drawn over it.</summary>
internal sealed class ScoredPicture(string path)
{
    private const string Overlay = "Overlay";

    private FrameScore? _peak;

    /// <summary>Refuses what cannot be drawn, before the work.</summary>
    /// <exception cref="VadException">The file is no PNG, the source has one pass only, or the model says nothing of places.</exception>
    public void Check(MLContext ml, VadModel model, VideoSource source)
    {
        if (!Path.GetExtension(path).Equals(".png", StringComparison.OrdinalIgnoreCase))
        {
            throw new VadException($"--draw writes a PNG; '{path}' must end with .png.");
        }

        if (source.Videos.FirstOrDefault(v => v.IsLive) is { } live)
        {
            throw new VadException($"--draw reads the video twice, and '{live.Id}' comes live; record it, and give the file.");
        }

        VideoDataView clips = VideoData.Load(ml, source, model.ClipOptions());
        _ = Drawing(ml, model, model.Transformer.GetOutputSchema(clips.Schema));
    }

    /// <summary>Takes the next frame.</summary>
    public void Add(FrameScore frame)
    {
        if (!frame.IsFilled && frame.Score > (_peak?.Score ?? float.NegativeInfinity))
        {
            _peak = frame;
        }
    }

    /// <summary>Reads the video again up to the frame, and writes the picture; it appears whole or not at all.</summary>
    public void Save(MLContext ml, VadModel model, VideoSource source, CancellationToken cancellation)
    {
        if (_peak is not { } peak)
        {
            return;
        }

        VideoOptions options = model.ClipOptions();
        options.CancellationToken = cancellation;
        VideoDataView clips = VideoData.Load(ml, VideoSource.FromVideo(source.Videos.Single(v => v.Id == peak.Video)), options);
        IDataView scored = model.Transformer.Transform(clips);
        IDataView drawn = Drawing(ml, model, scored.Schema).Fit(scored).Transform(scored);
        DataViewSchema.Column[] columns = [drawn.Schema["Frame"], drawn.Schema[Overlay]];
        using DataViewRowCursor cursor = drawn.GetRowCursor(columns);
        ValueGetter<long> frames = cursor.GetGetter<long>(columns[0]);
        ValueGetter<MLImage> pictures = cursor.GetGetter<MLImage>(columns[1]);
        long frame = -1;
        while (frame != peak.Frame && cursor.MoveNext())
        {
            frames(ref frame);
        }

        MLImage picture = null!;
        pictures(ref picture);
        using (picture)
        {
            Write(picture);
        }
    }

    private static DrawAnomaliesEstimator Drawing(MLContext ml, VadModel model, DataViewSchema schema)
    {
        var options = new DrawAnomaliesEstimator.Options
        {
            OutputColumnName = Overlay,
            Target = model.ClipOptions().Target,
            Threshold = model.Threshold is { } threshold and > 0 ? threshold : 0.5f,
        };
        if (schema.GetColumnOrNull(options.ObjectsColumnName) is null || schema.GetColumnOrNull(options.ObjectScoresColumnName) is null)
        {
            options.HeatMapColumnName = schema.GetColumnOrNull("ErrorMap") is { } map
                ? map.Name
                : throw new VadException("The model gives neither Objects with ObjectScores nor an ErrorMap, so there is nothing to draw over a frame; leave out --draw.");
        }

        return ml.Transforms.DrawAnomalies(options);
    }

    // MLImage writes to a path only, and takes the kind of file from its name
    private void Write(MLImage picture)
    {
        string full = Path.GetFullPath(path), temporary = $"{full}.{Environment.ProcessId}.tmp.png";
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        try
        {
            picture.Save(temporary);
            File.Move(temporary, full, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VadException($"'{path}' cannot be written: {e.Message.Split('\n')[0]}", e);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
