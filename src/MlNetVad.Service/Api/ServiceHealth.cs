using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Data;

namespace MlNetVad.Service.Api;

/// <summary>Whether the database answers, the disk has room and the cameras give frames.</summary>
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
        return away == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded($"{away} cameras give no frames.");
    }
}
