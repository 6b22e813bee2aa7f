using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Scoring;
using MlNetVad.Transforms;

namespace MlNetVad.Cli.Scores;

/// <summary>
/// Draws what a model says over its frames. Where a score has parts, a frame is drawn where the rarest of those comes from that have a place.
/// </summary>
internal sealed class Overlays
{
    private const string Overlay = "Overlay", Boxes = "Objects";

    // of a score that is not made of parts: each object's, or a map of the frame
    private static readonly PartPlaces[] Whole = [new("ObjectScores", Boxes), new("ErrorMap", GridColumns: 1)];

    private readonly TailFusionTransformer? _fusion;
    private readonly (string Part, DrawAnomaliesEstimator.Options Options)[] _drawings;

    private Overlays(TailFusionTransformer? fusion, (string Part, DrawAnomaliesEstimator.Options Options)[] drawings) => (_fusion, _drawings) = (fusion, drawings);

    /// <summary>One drawing for each part of the score that has a place.</summary>
    /// <param name="model">The model.</param>
    /// <param name="schema">Its scored rows.</param>
    /// <param name="remedy">What to do where there is nothing to draw.</param>
    /// <exception cref="VadException">The model says nothing of places.</exception>
    public static Overlays Of(VadModel model, DataViewSchema schema, string remedy)
    {
        TailFusionTransformer? fusion = model.Parts.OfType<TailFusionTransformer>().LastOrDefault();
        bool Has(string? column) => column is not null && schema.GetColumnOrNull(column) is not null;
        (string Name, PartPlaces? Where)[] parts = fusion is not null
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
            ? new Overlays(fusion, drawings)
            : throw new VadException($"The model says of no object or place how unusual it is (it has none of {string.Join(", ", Whole.Select(p => p.Scores))}), so there is nothing to draw over a frame; {remedy}.");
    }

    /// <summary>Adds the drawings to scored rows; each is drawn when it is asked for.</summary>
    public IDataView Draw(MLContext ml, IDataView rows)
    {
        foreach ((_, DrawAnomaliesEstimator.Options drawing) in _drawings)
        {
            rows = ml.Transforms.DrawAnomalies(drawing).Fit(rows).Transform(rows);
        }

        return rows;
    }

    /// <summary>The columns that <see cref="Reader"/> needs.</summary>
    public IEnumerable<DataViewSchema.Column> Needed(DataViewSchema schema) =>
        schema.Where(c => c.Name == _fusion?.PartsColumn || c.Name.StartsWith(Overlay, StringComparison.Ordinal));

    /// <summary>Draws the current row; the picture is the receiver's to dispose.</summary>
    public Func<MLImage> Reader(DataViewRowCursor cursor)
    {
        ValueGetter<MLImage>[] pictures = [.. _drawings.Select(drawing => cursor.GetGetter<MLImage>(cursor.Schema[drawing.Options.OutputColumnName]))];
        Func<int> rarest = Rarest(cursor);
        return () =>
        {
            MLImage picture = null!;
            pictures[rarest()](ref picture);
            return picture;
        };
    }

    private Func<int> Rarest(DataViewRowCursor cursor)
    {
        if (_fusion is null)
        {
            return () => 0;
        }

        VBuffer<float> values = default;
        ValueGetter<VBuffer<float>> parts = cursor.GetGetter<VBuffer<float>>(cursor.Schema[_fusion.PartsColumn]);
        int[] places = [.. _drawings.Select(drawing => _fusion.PartNames.ToList().IndexOf(drawing.Part))];
        return () =>
        {
            parts(ref values);
            float[] rarities = [.. values.DenseValues()];
            return Enumerable.Range(0, places.Length).MaxBy(i => rarities[places[i]]);
        };
    }
}
