using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Data;

namespace MlNetVad.Service.Api;

/// <summary>Whether the database answers, the disk has room, the cameras give frames and the machine keeps up with them.</summary>
internal sealed class ServiceHealth(DbAccess database, CameraHub hub, VadFolders folders, ServiceRun run, IOptions<VadServiceOptions> options) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!run.Ready.IsCompleted || !await database.Run(db => db.Database.CanConnectAsync(cancellationToken)))
        {
            return HealthCheckResult.Unhealthy("The database does not answer, or the service is still starting.");
        }

        if (new DriveInfo(folders.Root).AvailableFreeSpace < options.Value.MinimumFreeBytes)
        {
            return HealthCheckResult.Degraded("The disk is nearly full.");
        }

        int away = hub.Workers.Values.Count(worker => worker.Status.State is CameraState.Silent or CameraState.Waiting or CameraState.Faulty);
        if (away > 0)
        {
            return HealthCheckResult.Degraded($"{away} cameras give no frames.");
        }

        int slow = hub.Workers.Values.Count(worker => worker.Status.Overload.Length > 0);
        return slow == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded($"The machine is too slow for its cameras: frames of {slow} of them are left out.");
    }
}
