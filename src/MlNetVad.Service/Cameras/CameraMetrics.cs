using System.Diagnostics.Metrics;
using MlNetVad.Service.Events;

namespace MlNetVad.Service.Cameras;

/// <summary>Figures of every camera, and of the clips that wait, for whoever collects metrics: the meter <c>MlNetVad.Service</c>.</summary>
internal sealed class CameraMetrics : IDisposable
{
    private readonly Meter _meter = new("MlNetVad.Service");
    private readonly CameraHub _hub;

    /// <summary>Begins to offer them.</summary>
    public CameraMetrics(CameraHub hub, ClipEncoder clips)
    {
        _hub = hub;
        _meter.CreateObservableCounter("mlnetvad.camera.frames", () => All(status => status.Frames), "{frame}", "Frames that came.");
        _meter.CreateObservableCounter("mlnetvad.camera.scored", () => All(status => status.Scored), "{frame}", "Frames that were scored.");
        _meter.CreateObservableCounter("mlnetvad.camera.dropped", () => All(status => status.Dropped), "{frame}", "Frames that fell out because the machine was too slow.");
        _meter.CreateObservableCounter("mlnetvad.camera.restarts", () => All(status => status.Restarts), "{restart}", "Decoders started anew.");
        _meter.CreateObservableGauge("mlnetvad.camera.latency", () => All(status => status.Latency), "s", "From a frame's coming to its score.");
        _meter.CreateObservableGauge("mlnetvad.camera.score", () => All(status => (double)(status.Score ?? 0)), null, "The last score.");
        _meter.CreateObservableGauge("mlnetvad.clips.encoding", () => clips.Running, "{clip}", "Clips of events that are encoded now.");
        _meter.CreateObservableGauge("mlnetvad.clips.waiting", () => clips.Waiting, "{clip}", "Clips that wait until others are encoded.");
    }

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<T>> All<T>(Func<CameraStatus, T> of)
        where T : struct => _hub.Workers.Values.Select(worker => new Measurement<T>(of(worker.Status), new KeyValuePair<string, object?>("camera", worker.Name)));
}
