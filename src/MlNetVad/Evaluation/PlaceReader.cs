using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Scoring;

namespace MlNetVad.Evaluation;

/// <summary>Reads from scored rows where a part of the score sees what it scores.</summary>
internal sealed class PlaceReader
{
    private const int BoxLength = 6;

    private readonly PartPlaces _where;
    private readonly float _width, _height;
    private readonly ValueGetter<VBuffer<float>>? _scores, _boxes;
    private VBuffer<float> _buffer;

    /// <summary>Reads from a cursor over pictures of a size.</summary>
    public PlaceReader(DataViewRowCursor cursor, PartPlaces where, int width, int height)
    {
        (_where, _width, _height) = (where, width, height);
        (_scores, _boxes) = (Getter(cursor, where.Scores), Getter(cursor, where.Boxes));
    }

    /// <summary>The columns it reads.</summary>
    public static IEnumerable<DataViewSchema.Column> Needed(PartPlaces where, DataViewSchema schema) =>
        new[] { where.Boxes, where.Scores }.OfType<string>().Select(schema.GetColumnOrNull).OfType<DataViewSchema.Column>();

    /// <summary>The place of the highest score; null where there is none.</summary>
    public ScoredBox? Highest()
    {
        float[] scores = Values(_scores);
        return scores.Length > 0 ? At(Array.IndexOf(scores, scores.Max())) : null;
    }

    /// <summary>The place of a thing; null where there is none.</summary>
    public ScoredBox? At(int thing)
    {
        float[] scores = Values(_scores);
        if (thing >= scores.Length)
        {
            return null;
        }

        if (_where.GridColumns is > 0 and var columns)
        {
            int rows = scores.Length / columns;
            return new ScoredBox((float)(thing % columns) / columns, (float)(thing / columns) / rows, 1f / columns, 1f / rows, scores[thing]);
        }

        float[] boxes = Values(_boxes);
        int at = thing * BoxLength;
        return at + BoxLength <= boxes.Length
            ? new ScoredBox(boxes[at] / _width, boxes[at + 1] / _height, boxes[at + 2] / _width, boxes[at + 3] / _height, scores[thing])
            : null;
    }

    private static ValueGetter<VBuffer<float>>? Getter(DataViewRowCursor cursor, string? column) =>
        column is not null && cursor.Schema.GetColumnOrNull(column) is { } found ? cursor.GetGetter<VBuffer<float>>(found) : null;

    private float[] Values(ValueGetter<VBuffer<float>>? getter)
    {
        if (getter is null)
        {
            return [];
        }

        getter(ref _buffer);
        return [.. _buffer.DenseValues()];
    }
}
