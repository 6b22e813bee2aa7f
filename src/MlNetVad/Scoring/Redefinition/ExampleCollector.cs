using Microsoft.ML;
using MlNetVad.Trainers;

namespace MlNetVad.Scoring;

/// <summary>
/// Collects what a part saw in the rows of a segment: of a normal one everything that made an alarm, of an anomalous one the most unusual
/// thing of each row, where it is more unusual than nine normal rows in ten.
/// </summary>
internal sealed class ExampleCollector
{
    private const int MostSeen = 1024;   // vectors that are held, of which an example keeps a few
    private readonly RedefinedPart _part;
    private readonly RedefinedAs _as;
    private readonly RedefinedThings _things;
    private readonly VectorReservoir _seen;

    public ExampleCollector(RedefinedPart part, RedefinedAs meaning)
    {
        (_part, _as) = (part, meaning);
        _things = new RedefinedThings(part);
        _seen = new VectorReservoir(part.Likeness.Width, MostSeen, new Random(1));
    }

    /// <summary>The part.</summary>
    public RedefinedPart Part => _part;

    /// <summary>The columns it reads.</summary>
    public IEnumerable<DataViewSchema.Column> Needed(DataViewSchema schema) => _things.Needed(schema);

    /// <summary>Connects it to a cursor.</summary>
    public void Bind(DataViewRowCursor cursor) => _things.Bind(cursor);

    /// <summary>Reads the current row.</summary>
    /// <exception cref="VadException">There is not a vector a thing.</exception>
    public void Read()
    {
        _things.Read();
        ReadOnlySpan<float> scores = _things.Scores;
        if (!_things.HasVectors || scores.IsEmpty)
        {
            return;
        }

        int most = System.Numerics.Tensors.TensorPrimitives.IndexOfMax(scores);
        for (int i = 0; i < scores.Length; i++)
        {
            if (_as == RedefinedAs.Normal ? scores[i] > _part.Alarming : scores[i] > _part.Unusual && i == most)
            {
                _seen.Offer(_things[i]);
            }
        }
    }

    /// <summary>The example; null where the part found nothing unusual.</summary>
    public RedefinitionExample? Example(Redefinition about) =>
        _seen.Seen == 0 ? null : new RedefinitionExample(about, _part.Likeness.Pick(_seen.Sample, _as));
}
