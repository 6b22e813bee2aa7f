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
    private readonly IReadOnlyList<TailPart> _parts;
    private readonly ValueGetter<VBuffer<float>> _rarities;
    private readonly PlaceReader?[] _places;
    private readonly IReadOnlyDictionary<string, NearestPictures> _pictures;
    private readonly ValueGetter<ReadOnlyMemory<char>>? _camera;
    private VBuffer<float> _buffer;

    private EvidenceReader(DataViewRowCursor cursor, VadModel model, TailFusionTransformer fusion)
    {
        VideoOptions clips = model.ClipOptions();
        _parts = fusion.Parts;
        _camera = Camera(model) is { } column ? cursor.GetGetter<ReadOnlyMemory<char>>(cursor.Schema[column]) : null;
        _rarities = cursor.GetGetter<VBuffer<float>>(cursor.Schema[fusion.PartsColumn]);
        _places = [.. _parts.Select(p => p.Where is null ? null : new PlaceReader(cursor, p.Where, clips.Width, clips.Height))];
        _pictures = NearestPictures.Of(model);
        foreach (NearestPictures pictures in _pictures.Values)
        {
            pictures.Bind(cursor);
        }
    }

    /// <summary>The columns it reads; none where the model does not fuse parts.</summary>
    public static IEnumerable<DataViewSchema.Column> Needed(VadModel model, DataViewSchema schema) => RedefinableParts.Fusion(model) is { } fusion
        ? fusion.Parts.SelectMany(p => p.Where is null ? [] : PlaceReader.Needed(p.Where, schema))
            .Concat(new[] { fusion.PartsColumn, Camera(model) }.OfType<string>().Select(schema.GetColumnOrNull).OfType<DataViewSchema.Column>())
            .Concat(NearestPictures.Of(model).Values.SelectMany(pictures => pictures.Needed(schema)))
            .DistinctBy(column => column.Index)
        : [];

    /// <summary>A reader, or null where the model does not fuse parts.</summary>
    public static EvidenceReader? Of(DataViewRowCursor cursor, VadModel model) =>
        RedefinableParts.Fusion(model) is { } fusion ? new EvidenceReader(cursor, model, fusion) : null;

    /// <summary>The evidence of the current row; of rows that follow each other each is to be read.</summary>
    public Evidence Read()
    {
        _rarities(ref _buffer);
        float[] rarities = [.. _buffer.DenseValues()];
        int part = Array.IndexOf(rarities, rarities.Max());
        foreach (NearestPictures pictures in _pictures.Values)
        {
            pictures.Read();
        }

        ReadOnlyMemory<char> camera = default;
        _camera?.Invoke(ref camera);
        return !camera.IsEmpty
            ? new Evidence($"camera {camera}", rarities[part], Place: null)
            : new Evidence(_parts[part].Name, rarities[part], _places[part]?.Highest()) { Nearest = _pictures.GetValueOrDefault(_parts[part].Name)?.Nearest() };
    }

    private static string? Camera(VadModel model) => model.Parts.OfType<CameraStateTransformer>().LastOrDefault()?.StateColumn;
}
