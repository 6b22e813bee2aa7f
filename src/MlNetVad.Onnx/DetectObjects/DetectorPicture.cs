namespace MlNetVad.Onnx.DetectObjects;

/// <summary>What a network expects of its pictures: plane = (pixel · scale − mean) / std.</summary>
/// <param name="Order">Of the planes.</param>
/// <param name="Scale">What pixels, 0 … 255, are multiplied by.</param>
/// <param name="Mean">Three numbers, in the planes' order.</param>
/// <param name="Std">Three numbers.</param>
/// <param name="Padding">Pixel value beside the picture.</param>
/// <param name="Anchor">Where the picture lies.</param>
internal sealed record DetectorPicture(ColorOrder Order, float Scale, float[] Mean, float[] Std, byte Padding, LetterboxAnchor Anchor)
{
    /// <summary>Planes of a picture.</summary>
    public const int Planes = 3;

    /// <summary>What the options say, and for the rest what is usual with the format.</summary>
    public static DetectorPicture Of(ObjectDetectionEstimator.Options options)
    {
        bool raw = options.Format == DetectorFormat.Yolox;
        return new DetectorPicture(
            options.ColorOrder ?? (raw ? ColorOrder.Bgr : ColorOrder.Rgb),
            options.PixelScale ?? (raw ? 1 : 1 / 255f),
            options.Mean ?? [0, 0, 0],
            options.Std ?? [1, 1, 1],
            (byte)options.Padding,
            options.Anchor ?? (raw ? LetterboxAnchor.TopLeft : LetterboxAnchor.Centre));
    }

    /// <summary>What a plane's pixels are multiplied by.</summary>
    public float Multiplier(int plane) => Scale / Std[plane];

    /// <summary>What is added after that.</summary>
    public float Addend(int plane) => -Mean[plane] / Std[plane];

    /// <summary>The place of a plane among red, green, blue.</summary>
    public int Channel(int plane) => Order == ColorOrder.Bgr ? Planes - 1 - plane : plane;

    /// <summary>In words.</summary>
    public override string ToString()
    {
        bool plain = Array.TrueForAll(Mean, m => m == 0) && Array.TrueForAll(Std, s => s == 1);
        string normalised = plain ? "" : $", minus [{string.Join(", ", Mean)}], by [{string.Join(", ", Std)}]";
        return $"{Order.ToString().ToUpperInvariant()}, pixels × {Scale:0.######}{normalised}, {(Anchor == LetterboxAnchor.Centre ? "centred" : "top left")}, padding {Padding}";
    }

    /// <summary>Writes it, little-endian.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write((byte)Order);
        writer.Write(Scale);
        Array.ForEach(Mean, writer.Write);
        Array.ForEach(Std, writer.Write);
        writer.Write(Padding);
        writer.Write((byte)Anchor);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static DetectorPicture Read(BinaryReader reader) => new(
        (ColorOrder)reader.ReadByte(),
        reader.ReadSingle(),
        [reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle()],
        [reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle()],
        reader.ReadByte(),
        (LetterboxAnchor)reader.ReadByte());
}
