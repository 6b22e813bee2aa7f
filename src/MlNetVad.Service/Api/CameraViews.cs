using MlNetVad.Service.Cameras;
using MlNetVad.Service.Data;

namespace MlNetVad.Service.Api;

/// <summary>A camera as the API shows it; its address is without passwords.</summary>
internal sealed record CameraView(
    Guid Id, string Name, string Source, string Model, double FramesPerSecond, float? Threshold, double MinimumSeconds, double CoolDownSeconds,
    double SilentSeconds, double RetentionDays, bool Enabled, float[][][] Zones, float[][][] Masks, Schedule Schedule, CameraStatusView Status)
{
    public static CameraView Of(Camera camera, CameraStatusView status) => new(
        camera.Id, camera.Name, camera.Source, camera.Model, camera.FramesPerSecond, camera.Threshold, camera.MinimumSeconds, camera.CoolDownSeconds,
        camera.SilentSeconds, camera.RetentionDays, camera.Enabled, Area.Read(camera.Zones), Area.Read(camera.Masks), Cameras.Schedule.Read(camera.Schedule), status);
}

/// <summary>How a camera is; the node that watches it, where there are many.</summary>
internal sealed record CameraStatusView(
    CameraState State, string Problem, float? Score, float? Threshold, Guid? Event, DateTime? LastFrameAt, long Frames, long Scored, long Dropped, long Restarts, double Latency, double WorstLatency, string? Node = null)
{
    public static CameraStatusView Of(CameraStatus? status) => status is null
        ? new(CameraState.Off, "", null, null, null, null, 0, 0, 0, 0, 0, 0)
        : new(status.State, status.Problem, status.Score, status.Threshold, status.Event, status.LastFrameAt, status.Frames, status.Scored, status.Dropped, status.Restarts, status.Latency, status.WorstLatency);
}

/// <summary>What may be said of a camera; what is null stays as it is.</summary>
internal record CameraWatchEdit
{
    /// <summary>The score above which a frame is unusual.</summary>
    public float? Threshold { get; init; }

    /// <summary>Whether the threshold is the model's again.</summary>
    public bool UseModelThreshold { get; init; }

    public double? MinimumSeconds { get; init; }

    public double? CoolDownSeconds { get; init; }

    public float[][][]? Zones { get; init; }

    public float[][][]? Masks { get; init; }

    /// <summary>When the camera counts; no hours for always.</summary>
    public Schedule? Schedule { get; init; }
}

/// <summary>What an administrator may say of a camera besides.</summary>
internal sealed record CameraEdit : CameraWatchEdit
{
    public string? Name { get; init; }

    /// <summary>rtsp, rtsps, http or https with credentials, <c>synthetic:scene?…</c>, <c>push</c>, or a path below a media folder.</summary>
    public string? Source { get; init; }

    public string? Model { get; init; }

    public double? FramesPerSecond { get; init; }

    public double? SilentSeconds { get; init; }

    public double? RetentionDays { get; init; }

    public bool? Enabled { get; init; }
}
