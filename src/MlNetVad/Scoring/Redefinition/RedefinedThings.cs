using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>The things of a row, as a part sees them: a score and a vector each. A part that is one number a row has one thing, the number.</summary>
internal sealed class RedefinedThings(RedefinedPart part)
{
    private float[] _scores = [], _features = [], _paces = [], _vector = [];

    public InputSlot<float> Score { get; } = new();

    public InputSlot<VBuffer<float>> ObjectScores { get; } = new();

    public InputSlot<VBuffer<float>> Features { get; } = new();

    public InputSlot<VBuffer<float>> Paces { get; } = new();

    public IReadOnlyList<InputSlot> Slots => [Score, ObjectScores, Features, Paces];

    /// <summary>The score of each thing.</summary>
    public ReadOnlySpan<float> Scores => part.ObjectScores is null
        ? new ReadOnlySpan<float>(ref Score.Value)
        : Persistence.Slots.Dense(in ObjectScores.Value, ref _scores);

    /// <summary>Whether the things have vectors in this row: places of pictures that are not encoded have none.</summary>
    public bool HasVectors => part.ObjectScores is null || Features.Value.Length > 0;

    /// <summary>Checks that there is a vector a thing.</summary>
    /// <exception cref="VadException">There is not.</exception>
    public void Check()
    {
        int things = ObjectScores.Value.Length, width = part.Likeness.Width - (part.Pace is null ? 0 : 1);
        if (part.ObjectScores is not null && HasVectors && (Features.Value.Length != things * width || (part.Pace is not null && Paces.Value.Length != things)))
        {
            throw new VadException(
                $"Column '{part.ObjectScores}' has {Counted.Of(things, "score")} and column '{part.Features}' {Counted.Of(Features.Value.Length, "number")} in the same row, of {width} each; both must come from the same things.");
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

            ReadOnlySpan<float> features = Persistence.Slots.Dense(in Features.Value, ref _features);
            int width = part.Likeness.Width;
            if (part.Pace is null)
            {
                return features.Slice(thing * width, width);
            }

            _vector = _vector.Length == width ? _vector : new float[width];
            features.Slice(thing * (width - 1), width - 1).CopyTo(_vector);
            _vector[^1] = Persistence.Slots.Dense(in Paces.Value, ref _paces)[thing];
            return _vector;
        }
    }
}
