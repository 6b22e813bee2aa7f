namespace MlNetVad.Scoring;

/// <summary>What <see cref="ObjectFusionEstimator"/> learned of one part of the score.</summary>
/// <param name="ColumnName">The part's column, one number an object.</param>
/// <param name="GateColumnName">The column that gates it, or null.</param>
/// <param name="GateThreshold">Three tenths of the gate column's median over normal objects: an object below it gets this part's median.</param>
/// <param name="Median">The part's median over normal objects.</param>
/// <param name="Upper">The upper quantile of the largest (gated) value of each normal row.</param>
public sealed record PartCalibration(string ColumnName, string? GateColumnName, float GateThreshold, float Median, float Upper)
{
    /// <summary>The value after the gate: standing still is not an anomaly.</summary>
    internal float Gate(float value, float gate) => gate < GateThreshold ? Median : value;

    /// <summary>The part of the object score: <c>clamp((value − Median) / (Upper − Median), 0, cap)</c>.</summary>
    internal float Calibrate(float value, float cap) => (float)Math.Clamp((value - (double)Median) / ScoreScale.Between(Median, Upper), 0, cap);

    internal string ToText()
    {
        string gate = GateColumnName is null ? "" : $", counts from {GateColumnName} >= {GateThreshold:0.0000}";
        return $"median {Median:0.0000}, upper {Upper:0.0000}{gate}";
    }

    internal void Write(BinaryWriter writer)
    {
        writer.Write(ColumnName);
        writer.Write(GateColumnName ?? "");
        writer.Write(GateThreshold);
        writer.Write(Median);
        writer.Write(Upper);
    }

    internal static PartCalibration Read(BinaryReader reader)
    {
        string column = reader.ReadString();
        string gate = reader.ReadString();
        return new(column, gate.Length == 0 ? null : gate, reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle());
    }
}
