using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Cli.Commands;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Scoring;
using MlNetVad.Video;

namespace MlNetVad.Cli.Scores;

/// <summary>
/// The frame with the highest score as a picture, what the model says of it drawn over it, and beside it what the model compares it with.
/// </summary>
internal sealed class ScoredPicture(string path)
{
    private const string Remedy = "leave out --draw";

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

        OutputPath.CheckTemporary();
        _ = Overlays.Of(model, model.Transformer.GetOutputSchema(VideoData.Load(ml, source, model.ClipOptions()).Schema), Remedy);
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
        var paced = new PacedVideos(VideoSource.FromVideo(source.Videos.Single(v => v.Id == peak.Video)), model.FramesPerSecond);
        IDataView rows = model.Transformer.Transform(VideoData.Load(ml, paced.Source, options));
        Overlays overlays = Overlays.Of(model, rows.Schema, Remedy);
        rows = overlays.Draw(ml, rows);
        using DataViewRowCursor cursor = rows.GetRowCursor(overlays.Needed(rows.Schema).Append(rows.Schema["Frame"]));
        Func<MLImage> drawn = overlays.Reader(cursor);
        ValueGetter<long> frames = cursor.GetGetter<long>(rows.Schema["Frame"]);
        long frame = -1;
        while (frame != peak.Frame && cursor.MoveNext())
        {
            frames(ref frame);
            frame = paced.FrameOf(peak.Video, frame);
        }

        using MLImage picture = drawn();
        Write(picture, peak.Evidence?.Nearest);
    }

    // MLImage writes to the name of a file only
    private void Write(MLImage picture, NormalPicture? normal)
    {
        string drawn = Path.Combine(Path.GetTempPath(), $"mlnetvad-{Guid.NewGuid():N}.png");
        try
        {
            picture.Save(drawn);
            byte[] frame = File.ReadAllBytes(drawn);
            AtomicFile.Write(path, stream => stream.Write(normal is null ? frame : BesideNormal.Draw(frame, normal)));
        }
        finally
        {
            File.Delete(drawn);
        }
    }
}
