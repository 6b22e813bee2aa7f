using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>The things of a row, as a part sees them: a score and a vector each. A part that is one number a row has one thing, the number.</summary>
internal sealed class RedefinedThings(RedefinedPart part)
{
    private readonly float[] _vector = new float[part.Likeness.Width];
    private float[] _scores = [], _features = [], _paces = [], _boxes = [], _shapes = [], _shapeBoxes = [];

    public InputSlot<float> Score { get; } = new();

    public InputSlot<VBuffer<float>> ObjectScores { get; } = new();

    public InputSlot<VBuffer<float>> Features { get; } = new();

    public InputSlot<VBuffer<float>> Paces { get; } = new();

    public InputSlot<VBuffer<float>> Boxes { get; } = new();

    public InputSlot<VBuffer<float>> Shapes { get; } = new();

    public InputSlot<VBuffer<float>> ShapeBoxes { get; } = new();

    public IReadOnlyList<InputSlot> Inputs => [Score, ObjectScores, Features, Paces, Boxes, Shapes, ShapeBoxes];

    /// <summary>The score of each thing.</summary>
    public ReadOnlySpan<float> Scores => part.ObjectScores is null ? new ReadOnlySpan<float>(ref Score.Value) : Slots.Dense(in ObjectScores.Value, ref _scores);

    /// <summary>Whether the things have vectors in this row: places of pictures that are not encoded have none.</summary>
    public bool HasVectors => part.ObjectScores is null || Features.Value.Length > 0;

    /// <summary>The columns that a cursor must have.</summary>
    public IEnumerable<DataViewSchema.Column> Needed(DataViewSchema schema) => part.Inputs.Select(input => input.Find(schema));

    /// <summary>Connects them to a cursor.</summary>
    public void Bind(DataViewRowCursor cursor)
    {
        foreach ((InputSlot slot, DataViewSchema.Column column) in Inputs.Zip(Needed(cursor.Schema)))
        {
            slot.Bind(cursor, column);
        }
    }

    /// <summary>Reads the current row.</summary>
    /// <exception cref="VadException">There is not a vector a thing.</exception>
    public void Read()
    {
        foreach (InputSlot slot in Inputs)
        {
            slot.Read();
        }

        Check();
    }

    /// <summary>Checks that there is a vector a thing.</summary>
    /// <exception cref="VadException">There is not.</exception>
    public void Check()
    {
        int things = ObjectScores.Value.Length;
        bool whole = Features.Value.Length == things * part.FeatureWidth
            && (part.Moving is null || (Paces.Value.Length == things && Boxes.Value.Length == things * MovingColumns.BoxLength));
        if (part.ObjectScores is not null && HasVectors && !whole)
        {
            throw new VadException(
                $"Column '{part.ObjectScores}' has {Counted.Of(things, "score")} and column '{part.Features}' {Counted.Of(Features.Value.Length, "number")} in the same row, of {part.FeatureWidth} each; both must come from the same things.");
        }
    }

    /// <summary>The vector of a thing; its memory is used again.</summary>
    public ReadOnlySpan<float> this[int thing]
    {
        get
        {
            if (part.ObjectScores is null)
            {
                return Scores;
            }

            int width = part.FeatureWidth;
            ReadOnlySpan<float> features = Slots.Dense(in Features.Value, ref _features).Slice(thing * width, width);
            if (part.Moving is null)
            {
                return features;
            }

            ReadOnlySpan<float> boxes = Slots.Dense(in Boxes.Value, ref _boxes);
            features.CopyTo(_vector);
            _vector[width] = Slots.Dense(in Paces.Value, ref _paces)[thing];
            _vector[width + 1] = MovingColumns.SizeAt(
                boxes.Slice(thing * MovingColumns.BoxLength, MovingColumns.BoxLength), Slots.Dense(in Shapes.Value, ref _shapes), Slots.Dense(in ShapeBoxes.Value, ref _shapeBoxes));
            if (part.Likeness is MotionLikeness { Person: { } person })
            {
                _vector[width + 2] = ThingClasses.At(boxes, thing, person);
            }

            return _vector;
        }
    }
}
