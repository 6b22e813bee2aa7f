using System.Text.Json.Serialization;

namespace MlNetVad.Evaluation;

/// <summary>Figures under one protocol.</summary>
public sealed record ProtocolResult : RankingFigures
{
    /// <summary>The protocol's short name.</summary>
    [JsonPropertyOrder(-2)]
    public required string Name { get; init; }

    /// <summary>The protocol line.</summary>
    [JsonPropertyOrder(-2)]
    public required string Protocol { get; init; }

    /// <summary>Whether no frame's value depends on a later frame (the model's own latency apart).</summary>
    public bool Causal { get; init; }

    /// <summary>Frames that pass before a frame's value is known, the model's own included; meaningless where the whole video is needed.</summary>
    public int LatencyFrames { get; init; }

    /// <summary>Frames that the figures rest on.</summary>
    public int Frames { get; init; }

    /// <summary>Frames left out.</summary>
    public int Dropped { get; init; }

    /// <summary>Share of anomalous frames among the labelled ones left.</summary>
    public double AnomalousShare { get; init; }
}

/// <summary>Figures of a trivial score on the same frames.</summary>
public sealed record BaselineResult : RankingFigures
{
    /// <summary>What the score is.</summary>
    [JsonPropertyOrder(-2)]
    public required string Name { get; init; }

    /// <summary>The protocol line.</summary>
    [JsonPropertyOrder(-2)]
    public required string Protocol { get; init; }

    /// <summary>The name of the report's protocol it compares with; null where it has a protocol of its own, and compares with the raw figures.</summary>
    [JsonPropertyOrder(-2)]
    public string? ProtocolName { get; init; }

    /// <summary>Height and width of the pictures of an untrained predictor; null for every other baseline.</summary>
    [JsonPropertyOrder(-2)]
    public string? Resolution { get; init; }
}

/// <summary>One row of the per-video table.</summary>
public sealed record VideoResult
{
    /// <summary>The video's id.</summary>
    public required string Id { get; init; }

    /// <summary>Its frames.</summary>
    public int Frames { get; init; }

    /// <summary>Frames labelled anomalous.</summary>
    public int Anomalous { get; init; }

    /// <summary>Frames of unknown label.</summary>
    public int Unlabelled { get; init; }

    /// <summary>Frames that took a neighbour's score.</summary>
    public int Filled { get; init; }

    /// <summary>The video's own AUC; NaN (JSON null) where it holds one class only.</summary>
    public double Auc { get; init; }

    /// <summary>Highest score.</summary>
    public double MaxScore { get; init; }

    /// <summary>Mean score.</summary>
    public double MeanScore { get; init; }
}

/// <summary>What was evaluated on.</summary>
public sealed record DatasetResult
{
    /// <summary>The set's name.</summary>
    public required string Name { get; init; }

    /// <summary>Videos.</summary>
    public int Videos { get; init; }

    /// <summary>Videos that hold normal and anomalous frames.</summary>
    public int TwoClassVideos { get; init; }

    /// <summary>Frames, all videos.</summary>
    public int Frames { get; init; }

    /// <summary>Frames that the model scored.</summary>
    public int Scored { get; init; }

    /// <summary>Frames before the first clip and after the last one, which took the nearest score.</summary>
    public int Filled { get; init; }

    /// <summary>Frames left out of the top-level figures for want of a label.</summary>
    public int Unlabelled { get; init; }

    /// <summary>Frames dropped from the top-level figures: none, ever.</summary>
    public int Dropped { get; init; }

    /// <summary>Frames labelled anomalous.</summary>
    public int Anomalous { get; init; }

    /// <summary>Share of anomalous frames among the labelled ones.</summary>
    public double AnomalousShare { get; init; }

    /// <summary>SHA-256 over each video's id, frame count and labels: the same set gives the same hash.</summary>
    public required string ManifestHash { get; init; }

    /// <summary>Set where a known dataset's counts differ from the published ones, or where something in a folder was left out.</summary>
    public string? CountWarning { get; init; }
}
