using System.Runtime.InteropServices;
using Microsoft.ML;
using MlNetVad.Evaluation;
using MlNetVad.Transforms;

namespace MlNetVad.Scoring;

/// <summary>
/// Chooses a part's pictures among a sample of the things that make no alarm: the most ordinary one, then each as unlike those before as can be, so that for
/// anything normal one of them is near.
/// </summary>
internal sealed class NormalPictureChooser(RedefinedPart part, PartPlaces? where)
{
    private const int MostPictures = 8, MostSeen = 64;

    private readonly RedefinedThings _things = new(part);
    private readonly List<Seen> _seen = [];
    private readonly Random _random = new(1);
    private PlaceReader? _places;
    private long _offered;

    /// <summary>The columns it reads.</summary>
    public IEnumerable<DataViewSchema.Column> Needed(DataViewSchema schema) =>
        _things.Needed(schema).Concat(where is null ? [] : PlaceReader.Needed(where, schema));

    /// <summary>Connects it to a cursor over clips of a shape.</summary>
    public void Bind(DataViewRowCursor cursor, ClipShape shape)
    {
        _things.Bind(cursor);
        _places = where is null ? null : new PlaceReader(cursor, where, shape.Width, shape.Height);
    }

    /// <summary>Reads the current row.</summary>
    /// <exception cref="VadException">There is not a vector a thing.</exception>
    public void Read(PicturedRow row)
    {
        _things.Read();
        for (int i = 0; _things.HasVectors && i < _things.Scores.Length; i++)
        {
            float score = _things.Scores[i];
            if (score <= part.Alarming && Place() is { } place)
            {
                var seen = new Seen(score, [.. _things[i]], row.Picture with { Part = part.Name, Place = _places?.At(i) });
                if (place == _seen.Count)
                {
                    _seen.Add(seen);
                }
                else
                {
                    _seen[place] = seen;
                }
            }
        }
    }

    /// <summary>The pictures.</summary>
    public IEnumerable<NormalPicture> Pictures()
    {
        float[] distances = new float[_seen.Count];
        Array.Fill(distances, float.PositiveInfinity);
        int next = _seen.Count > 0 ? _seen.IndexOf(_seen.MinBy(seen => seen.Score)!) : -1;
        for (int chosen = 0; next >= 0 && chosen < MostPictures && distances[next] > 0; chosen++)
        {
            Seen seen = _seen[next];
            yield return seen.Picture with { Vector = MemoryMarshal.AsBytes(seen.Vector.AsSpan()).ToArray() };
            for (int i = 0; i < distances.Length; i++)
            {
                distances[i] = i == next ? 0 : MathF.Min(distances[i], part.Likeness.Between(_seen[i].Vector, seen.Vector));
            }

            next = Array.IndexOf(distances, distances.Max());
        }
    }

    // where the next thing goes in a sample in which all have the same chance; null where it is left out
    private int? Place()
    {
        long place = _offered++ < MostSeen ? _offered - 1 : _random.NextInt64(_offered);
        return place < MostSeen ? (int)place : null;
    }

    private sealed record Seen(float Score, float[] Vector, NormalPicture Picture);
}
