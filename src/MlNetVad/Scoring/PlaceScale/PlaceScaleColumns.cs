using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>The names of the columns it reads and adds, and how a row of them is read.</summary>
internal sealed record PlaceScaleColumns(string Output, string Values, string Boxes)
{
    private const int BoxLength = 6;

    public IReadOnlyList<InputColumn> Inputs => [InputColumn.PerObject(Values), InputColumn.Bag(Boxes, BoxLength)];

    public IReadOnlyList<OutputColumn> Outputs => [new(Output, OutputColumn.PerObjectType)];

    /// <summary>Where a box stands: the middle of its lower edge.</summary>
    public static (float X, float Y) Foot(ReadOnlySpan<float> boxes, int index)
    {
        ReadOnlySpan<float> box = boxes.Slice(index * BoxLength, 4);
        return (box[0] + (box[2] / 2), box[1] + box[3]);
    }

    /// <summary>Checks a row.</summary>
    /// <exception cref="VadException">There are not as many boxes as values, or a value is negative or no number.</exception>
    public void Check(ReadOnlySpan<float> values, ReadOnlySpan<float> boxes)
    {
        if (boxes.Length != values.Length * BoxLength)
        {
            throw new VadException(
                $"Column '{Values}' has {values.Length} objects and column '{Boxes}' {(float)boxes.Length / BoxLength} in the same row; both must come from the same objects.");
        }

        foreach (float value in values)
        {
            if (!(value >= 0 && float.IsFinite(value)))
            {
                throw new VadException($"Column '{Values}' holds {value}; what is scaled by place must be numbers of at least 0.");
            }
        }
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Output);
        writer.Write(Values);
        writer.Write(Boxes);
    }

    public static PlaceScaleColumns Read(BinaryReader reader) => new(reader.ReadString(), reader.ReadString(), reader.ReadString());
}
