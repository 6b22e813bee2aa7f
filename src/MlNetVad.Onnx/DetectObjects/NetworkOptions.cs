namespace MlNetVad.Onnx.DetectObjects;

/// <summary>How a network's file is to be read.</summary>
/// <param name="Format">What its output means.</param>
/// <param name="InputSize">Side of its picture where the file leaves it open; 0 for what is usual.</param>
/// <param name="InputName">Its input; null for the only one.</param>
/// <param name="OutputName">Its output; null for the first one.</param>
internal sealed record NetworkOptions(DetectorFormat Format, int InputSize, string? InputName, string? OutputName)
{
    /// <summary>Sides are multiples of the coarsest grid's stride.</summary>
    public const int CoarsestStride = 32;

    /// <summary>The side to use where the file leaves it open.</summary>
    public int OpenSide => InputSize > 0 ? InputSize : Format == DetectorFormat.Yolox ? 416 : 640;

    /// <summary>As the options say.</summary>
    public static NetworkOptions Of(ObjectDetectionEstimator.Options options) =>
        new(options.Format, options.InputSize, options.InputName, options.OutputName);

    /// <summary>Writes them.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write((byte)Format);
        writer.Write(InputSize);
        writer.Write(InputName ?? "");
        writer.Write(OutputName ?? "");
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static NetworkOptions Read(BinaryReader reader) =>
        new((DetectorFormat)reader.ReadByte(), reader.ReadInt32(), Name(reader.ReadString()), Name(reader.ReadString()));

    private static string? Name(string text) => text.Length > 0 ? text : null;
}
