namespace MlNetVad.Evaluation;

/// <summary>How well the regions that a model points at meet the anomalous ones.</summary>
public sealed record RegionFigures
{
    /// <summary>What was taken as detected regions, and what their score is.</summary>
    public required string Detected { get; init; }

    /// <summary>Where the anomalous regions and tracks come from.</summary>
    public required string Truth { get; init; }

    /// <summary>The region-based detection criterion, 0 … 1 (<see cref="RegionDetection"/>).</summary>
    public double Rbdc { get; init; } = double.NaN;

    /// <summary>The track-based detection criterion, 0 … 1.</summary>
    public double Tbdc { get; init; } = double.NaN;

    /// <summary>Anomalous regions, one an anomaly and frame.</summary>
    public int Regions { get; init; }

    /// <summary>Anomalous tracks.</summary>
    public int Tracks { get; init; }

    /// <summary>False positives a frame where every detected region counts; below 1, the curves are carried on level from there.</summary>
    public double MostFalsePerFrame { get; init; } = double.NaN;

    internal static RegionFigures Of(string detected, string truth, RegionDetection counted) => new()
    {
        Detected = detected,
        Truth = truth,
        Rbdc = counted.Rbdc,
        Tbdc = counted.Tbdc,
        Regions = counted.Regions,
        Tracks = counted.Tracks,
        MostFalsePerFrame = counted.MostFalsePerFrame,
    };
}
