namespace MlNetVad.Scoring;

/// <summary>What a smoothing needs to know: its kind, and the number that belongs to the kind.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Width">Rows of the causal mean.</param>
/// <param name="Alpha">Weight of the newest score in exponential smoothing.</param>
/// <param name="Sigma">Standard deviation of the Gaussian, in rows.</param>
internal sealed record SmoothingSettings(SmoothingKind Kind, int Width, double Alpha, double Sigma)
{
    public string ToText() => Kind switch
    {
        SmoothingKind.CausalMean => $"mean of the last {Width} rows",
        SmoothingKind.CausalExponential => $"exponential, alpha {Alpha:0.0000}",
        _ => $"Gaussian, sigma {Sigma} rows, not causal",
    };

    public void Write(BinaryWriter writer)
    {
        writer.Write((byte)Kind);
        writer.Write(Width);
        writer.Write(Alpha);
        writer.Write(Sigma);
    }

    public static SmoothingSettings Read(BinaryReader reader) =>
        new((SmoothingKind)reader.ReadByte(), reader.ReadInt32(), reader.ReadDouble(), reader.ReadDouble());
}

/// <summary>The names of the columns it reads and adds.</summary>
internal sealed record SmoothingColumns(string Output, string Score, string Video, string Frame)
{
    public void Write(BinaryWriter writer)
    {
        writer.Write(Output);
        writer.Write(Score);
        writer.Write(Video);
        writer.Write(Frame);
    }

    public static SmoothingColumns Read(BinaryReader reader) =>
        new(reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString());
}
