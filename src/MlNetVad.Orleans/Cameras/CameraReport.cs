namespace MlNetVad.Orleans.Cameras;

/// <summary>What a camera's worker says once a second.</summary>
[GenerateSerializer, Immutable]
internal sealed record CameraReport
{
    /// <summary>The epoch under which it is watched.</summary>
    [Id(0)]
    public required long Epoch { get; init; }

    /// <summary>The node that watches it.</summary>
    [Id(1)]
    public required string Node { get; init; }

    /// <summary>The content hash of its model; empty where that is not known yet.</summary>
    [Id(2)]
    public string Model { get; init; } = "";

    /// <summary>Live, Silent, Waiting, …</summary>
    [Id(3)]
    public string State { get; init; } = "";

    /// <summary>What is wrong, in a sentence without secrets; empty where nothing is.</summary>
    [Id(4)]
    public string Problem { get; init; } = "";

    /// <summary>Scores since the last report, oldest first; at most a camera's strip of them.</summary>
    [Id(5)]
    public float[] Scores { get; init; } = [];

    /// <summary>The threshold in force; null where there is none.</summary>
    [Id(6)]
    public float? Threshold { get; init; }

    /// <summary>The event that goes on; null where none does.</summary>
    [Id(7)]
    public Guid? Event { get; init; }

    /// <summary>When a frame last came, UTC.</summary>
    [Id(8)]
    public DateTime? LastFrameAt { get; init; }

    /// <summary>Frames that came since this epoch began.</summary>
    [Id(9)]
    public long Frames { get; init; }

    /// <summary>Frames that were scored.</summary>
    [Id(10)]
    public long Scored { get; init; }

    /// <summary>Frames that fell out because the node was too slow.</summary>
    [Id(11)]
    public long Dropped { get; init; }

    /// <summary>Decoders started anew.</summary>
    [Id(12)]
    public long Restarts { get; init; }

    /// <summary>Seconds from a frame's coming to its score.</summary>
    [Id(13)]
    public double Latency { get; init; }

    /// <summary>The greatest latency.</summary>
    [Id(14)]
    public double WorstLatency { get; init; }
}
