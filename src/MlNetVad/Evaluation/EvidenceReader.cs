using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Scoring;
using MlNetVad.Transforms;
using MlNetVad.Video;

namespace MlNetVad.Evaluation;

/// <summary>Reads from scored rows which part of the fusion found them rarest, and where, or what has happened to the camera.</summary>
internal sealed class EvidenceReader
{
    private const int BoxLength = 6;
    private readonly IReadOnlyList<TailPart> _parts;
    private readonly VideoOptions _clips;
    private readonly ValueGetter<VBuffer<float>> _rarities;
    private readonly (ValueGetter<VBuffer<float>>? Boxes, ValueGetter<VBuffer<float>>? Scores)[] _places;
    private readonly ValueGetter<ReadOnlyMemory<char>>? _camera;
    private VBuffer<float> _buffer;

    private EvidenceReader(DataViewRowCursor cursor, VadModel model, TailFusionTransformer fusion)
    {
        (_parts, _clips) = (fusion.Parts, model.ClipOptions());
        _camera = Camera(model) is { } column ? cursor.GetGetter<ReadOnlyMemory<char>>(cursor.Schema[column]) : null;
        _rarities = cursor.GetGetter<VBuffer<float>>(cursor.Schema[fusion.PartsColumn]);
        _places = [.. _parts.Select(p => (Getter(cursor, p.Where?.Boxes), Getter(cursor, p.Where?.Scores)))];
    }

    /// <summary>The columns it reads; none where the model does not fuse parts.</summary>
    public static IEnumerable<DataViewSchema.Column> Needed(VadModel model, DataViewSchema schema) => Fusion(model) is { } fusion
        ? fusion.Parts.SelectMany(p => new[] { p.Where?.Boxes, p.Where?.Scores }).Append(fusion.PartsColumn).Append(Camera(model))
            .OfType<string>().Distinct().Select(schema.GetColumnOrNull).OfType<DataViewSchema.Column>()
        : [];

    /// <summary>A reader, or null where the model does not fuse parts.</summary>
    public static EvidenceReader? Of(DataViewRowCursor cursor, VadModel model) =>
        Fusion(model) is { } fusion ? new EvidenceReader(cursor, model, fusion) : null;

    /// <summary>The evidence of the current row.</summary>
    public Evidence Read()
    {
        _rarities(ref _buffer);
        float[] rarities = [.. _buffer.DenseValues()];
        int part = Array.IndexOf(rarities, rarities.Max());
        ReadOnlyMemory<char> camera = default;
        _camera?.Invoke(ref camera);
        return !camera.IsEmpty ? new Evidence($"camera {camera}", rarities[part], Place: null) : new Evidence(_parts[part].Name, rarities[part], Place(part));
    }

    private static string? Camera(VadModel model) => model.Parts.OfType<CameraStateTransformer>().LastOrDefault()?.StateColumn;

    private static TailFusionTransformer? Fusion(VadModel model) => model.Parts.OfType<TailFusionTransformer>().LastOrDefault();

    private static ValueGetter<VBuffer<float>>? Getter(DataViewRowCursor cursor, string? column) =>
        column is not null && cursor.Schema.GetColumnOrNull(column) is { } found ? cursor.GetGetter<VBuffer<float>>(found) : null;

    private ScoredBox? Place(int part)
    {
        if (_places[part].Scores is not { } getter)
        {
            return null;
        }

        getter(ref _buffer);
        float[] scores = [.. _buffer.DenseValues()];
        if (scores.Length == 0)
        {
            return null;
        }

        int most = Array.IndexOf(scores, scores.Max());
        int columns = _parts[part].Where!.GridColumns;
        return columns > 0 ? Cell(most, columns, scores.Length / columns, scores[most]) : Box(part, most, scores[most]);
    }

    private static ScoredBox Cell(int place, int columns, int rows, float score) =>
        new((float)(place % columns) / columns, (float)(place / columns) / rows, 1f / columns, 1f / rows, score);

    private ScoredBox? Box(int part, int index, float score)
    {
        _places[part].Boxes?.Invoke(ref _buffer);
        float[] boxes = [.. _buffer.DenseValues()];
        int at = index * BoxLength;
        return _places[part].Boxes is not null && at + BoxLength <= boxes.Length
            ? new ScoredBox(boxes[at] / _clips.Width, boxes[at + 1] / _clips.Height, boxes[at + 2] / _clips.Width, boxes[at + 3] / _clips.Height, score)
            : null;
    }
}
