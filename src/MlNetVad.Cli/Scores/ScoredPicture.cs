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
    private const string Overlay = "Overlay", Rarities = "ScoreParts";

    // what can show where a part of a score comes from: boxes, and scores of the boxes or of the places of the frame
    private static readonly (string Part, string? Boxes, string Scores, bool IsMap)[] Places =
    [
        ("motion", "Objects", "ObjectScores", false),
        ("posture", "PresentBoxes", "PostureScores", false),
        ("stay", "PresentBoxes", "StayScores", false),
        ("looks", "PresentBoxes", "LooksScores", true),
        ("prediction", null, "ErrorMap", true),
    ];

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

        using DataViewRowCursor cursor = rows.GetRowCursor(rows.Schema.Where(c => c.Name is "Frame" or Rarities || c.Name.StartsWith(Overlay, StringComparison.Ordinal)));
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

    /// <summary>One drawing for each part of the score that the model has and that has a place.</summary>
    private static (string Part, DrawAnomaliesEstimator.Options Options)[] Drawings(VadModel model, DataViewSchema schema)
    {
        (string, DrawAnomaliesEstimator.Options)[] drawings =
        [
            .. from place in Places
               where schema.GetColumnOrNull(place.Scores) is not null && (place.Boxes is null || schema.GetColumnOrNull(place.Boxes) is not null)
               select (place.Part, new DrawAnomaliesEstimator.Options
               {
                   OutputColumnName = Overlay + place.Part,
                   ObjectsColumnName = place.Boxes,
                   ObjectScoresColumnName = place.Scores,
                   HeatMapColumnName = place.IsMap ? place.Scores : null,
                   Target = model.ClipOptions().Target,
                   Threshold = model.Threshold is { } threshold and > 0 ? threshold : 0.5f,
               }),
        ];
        return drawings.Length > 0
            ? drawings
            : throw new VadException($"The model says of no object or place how unusual it is (it has none of {string.Join(", ", Places.Select(p => p.Scores))}), so there is nothing to draw over a frame; leave out --draw.");
    }

    private static DrawAnomaliesEstimator.Options Rarest(VadModel model, DataViewRow row, (string Part, DrawAnomaliesEstimator.Options Options)[] drawings)
    {
        if (model.Parts.OfType<TailFusionTransformer>().LastOrDefault() is not { } fusion || row.Schema.GetColumnOrNull(Rarities) is not { } column)
        {
            return drawings[0].Options;
        }

        VBuffer<float> values = default;
        row.GetGetter<VBuffer<float>>(column)(ref values);
        float[] rarities = [.. values.DenseValues()];
        return drawings.MaxBy(drawing => fusion.PartNames.ToList().IndexOf(drawing.Part) is var at and >= 0 ? rarities[at] : -1).Options;
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
