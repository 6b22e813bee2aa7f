using MlNetVad.Orleans.Placement;
using MlNetVad.Orleans.Store;

namespace MlNetVad.Orleans.Cameras;

/// <summary>
/// Owns a camera: there is one in the cluster, and where it is the camera is watched, by a worker of that node beside it. What it knows for
/// ever, wish, settings and epoch, lies in the database; a node's death costs only the last report.
/// </summary>
[KeepAlive, LeastLoaded]
internal sealed class CameraGrain(ICameraHost host, CameraEpochs epochs, ILocalSiloDetails node) : Grain, ICameraGrain
{
    private long _epoch;
    private CameraReport? _last;

    private Guid Camera => this.GetPrimaryKey();

    /// <inheritdoc/>
    public Task Wake() => _epoch == 0 ? Refresh() : Task.CompletedTask;

    /// <inheritdoc/>
    public async Task Refresh()
    {
        (_epoch, _last) = (0, null);
        long epoch = await epochs.Next(Camera, node.Name);
        if (await host.Watch(Camera, epoch))
        {
            _epoch = epoch;
        }
        else
        {
            DeactivateOnIdle();
        }
    }

    /// <inheritdoc/>
    public async Task<bool> Report(CameraReport report)
    {
        await Wake();   // the camera was lost with a node, and a worker goes on
        if (report.Epoch == _epoch)
        {
            _last = report;
        }

        return report.Epoch == _epoch;
    }

    /// <inheritdoc/>
    public Task<CameraReport?> Look()
    {
        if (_epoch == 0)
        {
            DeactivateOnIdle();
        }

        return Task.FromResult(_last);
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _epoch == 0 ? Task.CompletedTask : host.Leave(Camera);
}
