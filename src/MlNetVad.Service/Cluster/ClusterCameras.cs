using Microsoft.EntityFrameworkCore;
using MlNetVad.Orleans.Cameras;
using MlNetVad.Service.Api;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Data;

namespace MlNetVad.Service.Cluster;

/// <summary>Keeps cameras watched by many nodes: asks their grains, and watches here what the grains ask for.</summary>
internal sealed class ClusterCameras(CameraHub hub, IGrainFactory grains, ModelSync models, DbAccess database) : ICameraKeeper, ICameraHost
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The database is up; the nodes wake cameras by themselves.</summary>
    public async Task Start(CancellationToken stop)
    {
        await models.Run(stop);
        await hub.Tidy(stop);
        _ready.TrySetResult();
    }

    /// <inheritdoc/>
    public async Task Refresh(Guid id)
    {
        await models.Run(CancellationToken.None);   // a model that was put here a moment ago
        await grains.GetGrain<ICameraGrain>(id).Refresh();
    }

    /// <inheritdoc/>
    public async Task<CameraStatusView> Status(Guid id)
    {
        CameraReport? report = await grains.GetGrain<ICameraGrain>(id).Look();
        return report is null
            ? CameraStatusView.Of(null)
            : new(Enum.Parse<CameraState>(report.State), report.Problem, report.Scores.Length > 0 ? report.Scores[^1] : null, report.Threshold, report.Event,
                report.LastFrameAt, report.Frames, report.Scored, report.Dropped, report.Restarts, report.Latency, report.WorstLatency, report.Node);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Guid>> Wanted()
    {
        await _ready.Task;
        return await database.Run(db => db.Cameras.Where(camera => camera.Enabled).Select(camera => camera.Id).ToArrayAsync());
    }

    /// <inheritdoc/>
    public async Task<bool> Watch(Guid camera, long epoch)
    {
        await _ready.Task;
        await models.Run(CancellationToken.None);
        return await hub.Watch(camera, epoch);
    }

    /// <inheritdoc/>
    public Task Leave(Guid camera) => hub.Leave(camera);
}
