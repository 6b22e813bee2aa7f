using MlNetVad.Orleans.Cameras;
using MlNetVad.Orleans.Placement;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Events;

namespace MlNetVad.Service.Cluster;

/// <summary>Once a second tells each camera's grain what its worker here has done, and stops workers that count no longer; every five seconds exchanges models and load with the other nodes.</summary>
internal sealed class CameraReporter(
    CameraHub hub, EventWriter writer, ModelSync models, NodeLoads loads, ILocalSiloDetails node, IGrainFactory grains, ILogger<CameraReporter> log) : BackgroundService
{
    private const int ExchangeSeconds = 5;

    private readonly Dictionary<Guid, long> _told = [];
    private long _scored;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (int second = 1; await timer.WaitForNextTickAsync(stoppingToken); second++)
        {
            KeyValuePair<Guid, CameraWorker>[] workers = [.. hub.Workers];
            string?[] faults = await Task.WhenAll(workers.Select(pair => Report(pair.Key, pair.Value)));
            if (faults.FirstOrDefault(fault => fault is not null) is { } first)
            {
                log.LogWarning("{Count} cameras could not report: {Reason}", faults.Count(fault => fault is not null), first);
            }

            if (second % ExchangeSeconds == 0)
            {
                await Exchange(workers.Length, stoppingToken);
            }
        }
    }

    private async Task<string?> Report(Guid camera, CameraWorker worker)
    {
        try
        {
            if (writer.EpochOf(camera) is { } epoch && !await grains.GetGrain<ICameraGrain>(camera).Report(Of(camera, worker, epoch)) && hub.Find(camera) == worker)
            {
                log.LogInformation("Camera {Camera} is watched by another node now.", worker.Name);
                await hub.Leave(camera);
            }

            return null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return e.GetBaseException().Message;
        }
    }

    private CameraReport Of(Guid camera, CameraWorker worker, long epoch)
    {
        CameraStatus status = worker.Status;
        float[] strip = status.Strip();
        long scored = status.Scored, fresh;
        lock (_told)
        {
            long before = _told.GetValueOrDefault(camera);
            fresh = scored < before ? scored : scored - before;   // a new worker begins at 0
            _told[camera] = scored;
            _scored += fresh;
        }

        return new CameraReport
        {
            Epoch = epoch, Node = node.Name, Model = models.HashOf(worker.Model), State = status.State.ToString(), Problem = status.Problem,
            Scores = strip[^(int)Math.Min(fresh, strip.Length)..], Threshold = status.Threshold, Event = status.Event, LastFrameAt = status.LastFrameAt,
            Frames = status.Frames, Scored = scored, Dropped = status.Dropped, Restarts = status.Restarts, Latency = status.Latency, WorstLatency = status.WorstLatency,
        };
    }

    private async Task Exchange(int cameras, CancellationToken stop)
    {
        double rate = Interlocked.Exchange(ref _scored, 0) / (double)ExchangeSeconds;
        try
        {
            await models.Run(stop);
            await loads.Exchange(node.SiloAddress, node.Name, new NodeLoad(cameras, rate, Environment.ProcessorCount), stop);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            log.LogWarning("Models and load are not exchanged with the other nodes: {Reason}", e.GetBaseException().Message);
        }
    }
}
