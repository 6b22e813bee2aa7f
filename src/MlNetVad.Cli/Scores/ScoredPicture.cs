using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Cli.Commands;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Scoring;
using MlNetVad.Transforms;
using MlNetVad.Video;

namespace MlNetVad.Cli.Scores;

/// <summary>
/// The frame with the highest score as a picture, what the model says of it drawn over it. Where a score has parts, it is drawn where the
/// rarest of those comes from that have a place.
/// </summary>
internal sealed class ScoredPicture(string path)
{
    private const string Overlay = "Overlay", Boxes = "Objects";

    // of a score that is not made of parts: each object's, or a map of the frame
    private static readonly PartPlaces[] Whole = [new("ObjectScores", Boxes), new("ErrorMap", GridColumns: 1)];

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
        _ = Drawings(model, model.Transformer.GetOutputSchema(VideoData.Load(ml, source, model.ClipOptions()).Schema));
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
        IDataView rows = model.Transformer.Transform(VideoData.Load(ml, VideoSource.FromVideo(source.Videos.Single(v => v.Id == peak.Video)), options));
        (string Part, DrawAnomaliesEstimator.Options Options)[] drawings = Drawings(model, rows.Schema);
        foreach ((_, DrawAnomaliesEstimator.Options drawing) in drawings)
        {
            rows = ml.Transforms.DrawAnomalies(drawing).Fit(rows).Transform(rows);
        }

        using DataViewRowCursor cursor = rows.GetRowCursor(rows.Schema.Where(c => c.Name == "Frame" || c.Name == Fusion(model)?.PartsColumn || c.Name.StartsWith(Overlay, StringComparison.Ordinal)));
        ValueGetter<long> frames = cursor.GetGetter<long>(rows.Schema["Frame"]);
        long frame = -1;
        while (frame != peak.Frame && cursor.MoveNext())
        {
            frames(ref frame);
        }

        MLImage picture = null!;
        cursor.GetGetter<MLImage>(rows.Schema[Rarest(model, cursor, drawings).OutputColumnName])(ref picture);
        using (picture)
        {
            Write(picture);
        }
    }

    /// <summary>One drawing for each part of the score that has a place.</summary>
    private static (string Part, DrawAnomaliesEstimator.Options Options)[] Drawings(VadModel model, DataViewSchema schema)
    {
        bool Has(string? column) => column is not null && schema.GetColumnOrNull(column) is not null;
        (string Name, PartPlaces? Where)[] parts = Fusion(model) is { } fusion
            ? [.. fusion.Parts.Select(part => (part.Name, part.Where))]
            : [.. Whole.Select(places => ("", (PartPlaces?)places))];
        (string, DrawAnomaliesEstimator.Options)[] drawings =
        [
            .. from part in parts
               let boxes = part.Where?.Boxes ?? (Has(Boxes) ? Boxes : null)
               where Has(part.Where?.Scores) && (part.Where!.GridColumns > 0 || Has(boxes))
               select (part.Name, new DrawAnomaliesEstimator.Options
               {
                   OutputColumnName = Overlay + part.Where!.Scores,
                   ObjectsColumnName = boxes,
                   ObjectScoresColumnName = part.Where.Scores,
                   HeatMapColumnName = part.Where.GridColumns > 0 ? part.Where.Scores : null,
                   Target = model.ClipOptions().Target,
                   Threshold = model.Threshold is { } threshold and > 0 ? threshold : 0.5f,
               }),
        ];
        return drawings.Length > 0
            ? drawings
            : throw new VadException($"The model says of no object or place how unusual it is (it has none of {string.Join(", ", Whole.Select(p => p.Scores))}), so there is nothing to draw over a frame; leave out --draw.");
    }

    private static TailFusionTransformer? Fusion(VadModel model) => model.Parts.OfType<TailFusionTransformer>().LastOrDefault();

    private static DrawAnomaliesEstimator.Options Rarest(VadModel model, DataViewRow row, (string Part, DrawAnomaliesEstimator.Options Options)[] drawings)
    {
        if (Fusion(model) is not { } fusion)
        {
            return drawings[0].Options;
        }

        VBuffer<float> values = default;
        row.GetGetter<VBuffer<float>>(row.Schema[fusion.PartsColumn])(ref values);
        float[] rarities = [.. values.DenseValues()];
        return drawings.MaxBy(drawing => rarities[fusion.PartNames.ToList().IndexOf(drawing.Part)]).Options;
    }

    // MLImage writes to the name of a file only
    private void Write(MLImage picture)
    {
        string drawn = Path.Combine(Path.GetTempPath(), $"mlnetvad-{Guid.NewGuid():N}.png");
        try
        {
            picture.Save(drawn);
            AtomicFile.Write(path, stream => stream.Write(File.ReadAllBytes(drawn)));
        }
        finally
        {
            File.Delete(drawn);
        }
    }
}
