namespace MlNetVad.Transforms.Presence;

/// <summary>What was learned about a scene to tell what has moved in: its usual picture, how much each pixel varies, and how tall things are.</summary>
/// <param name="Shape">The clips it was learned from.</param>
/// <param name="Median">H × W × C levels: the median of the training video.</param>
/// <param name="Tolerance">H × W levels by which a pixel may differ from a background without meaning anything.</param>
/// <param name="ObjectHeight">Median height of what moved in training, pixels.</param>
/// <param name="FramesPerSecond">Of the training video; turns frames into seconds.</param>
internal sealed record PresenceModel(ClipShape Shape, byte[] Median, byte[] Tolerance, float ObjectHeight, double FramesPerSecond)
{
    private const int MostBytes = 1 << 28;

    /// <summary>Writes shape, pictures and scale, little-endian.</summary>
    public void Write(BinaryWriter writer)
    {
        foreach (int value in (ReadOnlySpan<int>)[Shape.Frames, Shape.Height, Shape.Width, Shape.Channels])
        {
            writer.Write(value);
        }

        writer.Write(Median);
        writer.Write(Tolerance);
        writer.Write(ObjectHeight);
        writer.Write(FramesPerSecond);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="VadException">The picture size is impossible.</exception>
    public static PresenceModel Read(BinaryReader reader)
    {
        var shape = new ClipShape(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        if (shape.Frames <= 0 || shape.Height <= 0 || shape.Width <= 0 || shape.Channels is < 1 or > 4 || (long)shape.Height * shape.Width * shape.Channels > MostBytes)
        {
            throw new VadException("The model's picture of the scene has an impossible size: the file is damaged; train or copy it again.");
        }

        int pixels = shape.Height * shape.Width;
        byte[] median = reader.ReadBytes(pixels * shape.Channels);
        byte[] tolerance = reader.ReadBytes(pixels);
        return tolerance.Length == pixels
            ? new PresenceModel(shape, median, tolerance, reader.ReadSingle(), reader.ReadDouble())
            : throw new EndOfStreamException("the picture of the scene ends too early");
    }
}
