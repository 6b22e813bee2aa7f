using MlNetVad.Trainers;

namespace MlNetVad.Scoring;

/// <summary>How far a thing is from an example, on the scale of its part's own scores: as a mode of normal life would have scored it.</summary>
internal abstract class Likeness
{
    /// <summary>Numbers a vector.</summary>
    public abstract int Width { get; }

    /// <summary>Numbers of them that stand behind a thing's features and come from other columns.</summary>
    public virtual int Added => 0;

    /// <summary>The distance.</summary>
    /// <param name="vector">The thing.</param>
    /// <param name="score">The thing's own score: how far it is from every mode.</param>
    /// <param name="example">A vector of an example.</param>
    /// <param name="As">What the example stands for: what is less than a normal example is normal too, what is less than an anomalous one need not be anomalous.</param>
    public abstract float Distance(ReadOnlySpan<float> vector, float score, ReadOnlySpan<float> example, RedefinedAs As);

    /// <summary>How unlike two things are, whichever of them is the larger or the faster.</summary>
    public virtual float Between(ReadOnlySpan<float> vector, ReadOnlySpan<float> other) => Distance(vector, float.PositiveInfinity, other, RedefinedAs.Anomalous);

    /// <summary>The few vectors that stand for an example: each as far from those before as can be (a k-centre).</summary>
    /// <param name="seen">What was seen, at least one.</param>
    /// <param name="As">What it is an example of.</param>
    public virtual float[] Pick(VectorSet seen, RedefinedAs As)
    {
        var picked = new List<float>();
        float[] distances = new float[seen.Count];
        Array.Fill(distances, float.PositiveInfinity);
        for (int next = 0; distances[next] > 0 && picked.Count < RedefinitionExample.MostVectors * Width; next = Array.IndexOf(distances, distances.Max()))
        {
            picked.AddRange(seen[next]);
            for (int i = 0; i < distances.Length; i++)
            {
                distances[i] = i == next ? 0 : MathF.Min(distances[i], Distance(seen[i], float.PositiveInfinity, seen[next], RedefinedAs.Anomalous));
            }
        }

        return [.. picked];
    }

    /// <summary>Writes the kind and what it learned.</summary>
    public abstract void Write(BinaryWriter writer);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">It is none of the kinds.</exception>
    public static Likeness Read(BinaryReader reader) => reader.ReadByte() switch
    {
        VectorLikeness.Kind => VectorLikeness.ReadBody(reader),
        MotionLikeness.Kind => MotionLikeness.ReadBody(reader, classes: false),
        MotionLikeness.KindWithClasses => MotionLikeness.ReadBody(reader, classes: true),
        AmountLikeness.Kind => new AmountLikeness(reader.ReadSingle()),
        CosineLikeness.Kind => new CosineLikeness(reader.ReadInt32()),
        byte kind => throw new FormatException($"unknown likeness {kind}"),
    };
}
