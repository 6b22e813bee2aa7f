using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.ML;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>Finds for a part's most unusual thing of a row the most similar of the pictures that the model keeps of that part.</summary>
internal sealed class NearestPictures
{
    private readonly RedefinedPart _part;
    private readonly RedefinedThings _things;
    private readonly (float[] Vector, NormalPicture Picture)[] _pictures;
    private readonly float[] _vector;
    private bool _isKnown;

    private NearestPictures(RedefinedPart part, IEnumerable<NormalPicture> pictures)
    {
        (_part, _things, _vector) = (part, new RedefinedThings(part), new float[part.Likeness.Width]);
        _pictures = [.. pictures.Select(picture => (MemoryMarshal.Cast<byte, float>(picture.Vector.Span).ToArray(), picture)).Where(kept => kept.Item1.Length == _vector.Length)];
    }

    /// <summary>The parts of which a model keeps pictures, by name; none where it keeps none.</summary>
    public static IReadOnlyDictionary<string, NearestPictures> Of(VadModel model) => model.Training is not { Pictures: { Count: > 0 } pictures }
        ? new Dictionary<string, NearestPictures>()
        : RedefinableParts.Any(model).ToDictionary(part => part.Name, part => new NearestPictures(part, pictures.Where(picture => picture.Part == part.Name)));

    /// <summary>The columns it reads.</summary>
    public IEnumerable<DataViewSchema.Column> Needed(DataViewSchema schema) => _things.Needed(schema);

    /// <summary>Connects it to a cursor.</summary>
    public void Bind(DataViewRowCursor cursor) => _things.Bind(cursor);

    /// <summary>Reads the current row; one whose picture is not encoded keeps what was seen in the one before, as its score does.</summary>
    public void Read()
    {
        _things.Read();
        if (_things.Scores.IsEmpty)
        {
            _isKnown = false;
        }
        else if (_things.HasVectors)
        {
            _things[TensorPrimitives.IndexOfMax(_things.Scores)].CopyTo(_vector);
            _isKnown = true;
        }
    }

    /// <summary>The most similar one; null where there is none, or nothing to compare.</summary>
    public NormalPicture? Nearest() => _isKnown && _pictures.Length > 0 ? _pictures.MinBy(kept => _part.Likeness.Between(_vector, kept.Vector)).Picture : null;
}
