using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Cli.Terminal;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Video;

namespace MlNetVad.Cli.Scores;

/// <summary>Writes a video again, what the model says drawn over it and below it.</summary>
internal static class RenderedVideo
{
    private const string Remedy = "'mlnetvad score' gives its numbers";

    /// <summary>Draws the frames of a span, each once; of a faster video than the model knows, those that it sees.</summary>
    /// <returns>The frames written, and those of them over the threshold.</returns>
    /// <exception cref="VadException">The model says nothing of places, the span holds no frame, or the file cannot be written.</exception>
    public static (long Frames, long Alarmed) Write(Screen screen, MLContext ml, VadModel model, VadVideo video, EventSpan span, string output, CancellationToken cancellation)
    {
        VideoOptions clips = model.ClipOptions();
        clips.CancellationToken = cancellation;
        var paced = new PacedVideos(VideoSource.FromVideo(video), model.FramesPerSecond);
        IDataView rows = model.Transformer.Transform(VideoData.Load(ml, paced.Source, clips));
        Overlays overlays = Overlays.Of(model, rows.Schema, Remedy);
        rows = overlays.Draw(ml, rows);
        DataViewSchema schema = rows.Schema;
        DataViewSchema.Column? predicted = schema.GetColumnOrNull("PredictedLabel");
        using var file = new VideoFile(output, paced.Source.Videos[0].FramesPerSecond ?? clips.AssumedFramesPerSecond);
        using DataViewRowCursor cursor = rows.GetRowCursor(
        [
            .. new[] { schema["Frame"], schema["Score"] }.Concat(predicted is { } label ? [label] : []).Concat(overlays.Needed(schema)).Concat(FrameSentence.Needed(model, schema)).DistinctBy(c => c.Index),
        ]);
        Func<MLImage> drawn = overlays.Reader(cursor);
        ValueGetter<bool>? alarms = predicted is { } column ? cursor.GetGetter<bool>(column) : null;
        ValueGetter<long> frames = cursor.GetGetter<long>(schema["Frame"]);
        ValueGetter<float> scores = cursor.GetGetter<float>(schema["Score"]);
        var sentence = new FrameSentence(cursor, model);
        var strip = new ScoreStrip(model.Threshold is { } threshold and > 0 ? threshold : 0.5f);
        return WorkProgress.Show(screen, _ => "Drawing", progress =>
        {
            (long written, long alarmed, long read, bool alarm, long frame, float score) = (0, 0, 0, false, 0, 0);
            while (cursor.MoveNext())
            {
                cancellation.ThrowIfCancellationRequested();
                frames(ref frame);
                double time = EventSpan.TimeOf(video, paced.FrameOf(video.Id, frame));
                progress.Report(new VideoProgress(1, ++read, paced.Source.ExpectedFrameCount));
                if (time < span.From)
                {
                    continue;
                }

                if (time > span.To)
                {
                    break;
                }

                scores(ref score);
                alarms?.Invoke(ref alarm);
                using MLImage picture = drawn();
                using MLImage whole = strip.Below(picture, score, time, sentence.Read(alarm));
                file.Add(whole);
                alarmed += alarm ? 1 : 0;
                written++;
            }

            file.Commit();
            return (written, alarmed);
        });
    }
}
