using System.Data.Common;
using Microsoft.Extensions.Options;
using MlNetVad.Service.Data;
using MlNetVad.Service.Events;
using MlNetVad.Service.Security;

namespace MlNetVad.Service.Cameras;

/// <summary>The life of the service: brings the database up, makes the first administrator, watches the cameras, keeps house.</summary>
internal sealed class ServiceRun(
    DbAccess database, CameraHub hub, ClipEncoder clips, ICameraKeeper keeper, Retention retention, FirstAdministrator administrator, Demo demo, EventWriter writer,
    IOptions<VadServiceOptions> options, ILogger<ServiceRun> log) : BackgroundService
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the cameras are watched.</summary>
    public Task Ready => _ready.Task;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await hub.Stop();
        try
        {
            await writer.Flush();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            log.LogWarning("The last state of {Count} events is not written: {Reason}", writer.Pending, e.GetBaseException().Message);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Begin(stoppingToken);
        using var figures = new CameraMetrics(hub, clips);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.HousekeepingSeconds));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            hub.CheckModels();
            try
            {
                await retention.Run(stoppingToken);
            }
            catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
            {
                log.LogWarning("Old events stay: {Reason}", e.GetBaseException().Message);
            }
        }
    }

    private async Task Begin(CancellationToken stop)
    {
        var pauses = new Pauses();
        while (!_ready.Task.IsCompleted)
        {
            try
            {
                await database.Alone(
                    async () =>
                    {
                        await database.Migrate(stop);
                        await administrator.Make();
                    },
                    stop);
                await demo.Make(stop);
                await keeper.Start(stop);
                _ready.SetResult();
            }
            catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
            {
                log.LogError("The service cannot begin yet, and tries again: {Reason}", Reason(e));
                await Task.Delay(pauses.Next(), stop);
            }
        }
    }

    // the database's own words name the server; what lies beneath says no more than "Connection refused"
    private static string Reason(Exception e)
    {
        for (Exception? inner = e; inner is not null; inner = inner.InnerException)
        {
            if (inner is DbException)
            {
                return inner.Message;
            }
        }

        return e.GetBaseException().Message;
    }
}
