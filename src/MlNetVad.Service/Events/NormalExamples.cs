using System.Text.Json;
using System.Threading.Channels;
using Microsoft.ML;
using MlNetVad.Persistence;
using MlNetVad.Scoring;
using MlNetVad.Service.Data;
using MlNetVad.Service.Models;
using MlNetVad.Video;

namespace MlNetVad.Service.Events;

/// <summary>
/// Teaches a camera's model from the clip of an event that somebody has called normal, and takes that back: what resembles it makes no alarm from
/// then on. The model's file changes, so all cameras that use it change over. One event after the other, away from the cameras.
/// </summary>
internal sealed class NormalExamples(DbAccess database, VadFolders folders, ModelShelf shelf, ILogger<NormalExamples> log) : BackgroundService, INormalExamples
{
    private const int MostWaiting = 1000, ClipSeconds = 60;

    private readonly Channel<(VadEvent Event, bool IsNormal)> _queue = Channel.CreateBounded<(VadEvent, bool)>(MostWaiting);

    /// <inheritdoc/>
    public Task Add(VadEvent item, CancellationToken stop) => _queue.Writer.WriteAsync((item.Copy(), true), stop).AsTask();

    /// <inheritdoc/>
    public Task Remove(VadEvent item, CancellationToken stop) => _queue.Writer.WriteAsync((item.Copy(), false), stop).AsTask();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach ((VadEvent item, bool isNormal) in _queue.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                if (item.Kind == EventKind.Anomaly && await database.Run(async db => (await db.Cameras.FindAsync([item.CameraId], stoppingToken))?.Model) is { } model)
                {
                    await (isNormal ? Teach(item, shelf.PathOf(model), stoppingToken) : Task.Run(() => Forget(item, shelf.PathOf(model)), stoppingToken));
                }
            }
            catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
            {
                log.LogWarning("The model does not learn from event {Event}: {Reason}", item.Id, e.GetBaseException().Message);
            }
        }
    }

    private async Task Teach(VadEvent item, string path, CancellationToken stop)
    {
        string clip = folders.Clip(item.Id);
        for (int seconds = 0; !File.Exists(clip) && seconds < ClipSeconds; seconds++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), stop);   // it goes on, or its clip is being encoded
        }

        await Task.Run(
            () =>
            {
                var ml = new MLContext(seed: 1);
                VadModel model = VadModel.Load(ml, path);
                if (Of(model, item).Length == 0)
                {
                    var video = new VideoSource(clip, [VideoSource.FromPath(clip).Videos[0].Renamed(Name(item))]);
                    VadModel taught = model.Redefine(ml, video, Segment(item), RedefinedAs.Normal, item.ReviewedBy ?? "", stop);
                    VadModel.Save(ml, taught.Transformer, taught.InputSchema, path);
                    log.LogInformation("Model {Model} has learned that event {Event} is normal.", Path.GetFileNameWithoutExtension(path), item.Id);
                }
            },
            stop);
    }

    private void Forget(VadEvent item, string path)
    {
        var ml = new MLContext(seed: 1);
        VadModel model = VadModel.Load(ml, path);
        if (Of(model, item) is { Length: > 0 } numbers)
        {
            VadModel before = model.Undo(numbers);
            VadModel.Save(ml, before.Transformer, before.InputSchema, path);
            log.LogInformation("Model {Model} has forgotten that event {Event} was called normal.", Path.GetFileNameWithoutExtension(path), item.Id);
        }
    }

    // the clip's frames from the first over the threshold to the last
    private static VideoSegment Segment(VadEvent item)
    {
        using var curve = JsonDocument.Parse(item.Curve);
        int[] over = [.. curve.RootElement.EnumerateArray().Select((point, i) => point[1].GetDouble() > item.Threshold ? i : -1).Where(i => i >= 0)];
        return over.Length > 0 ? VideoSegment.Frames(over[0], over[^1]) : throw new VadException("no frame of its clip is over the threshold.");
    }

    private static int[] Of(VadModel model, VadEvent item) => [.. model.Redefinitions.Where(said => said.Video == Name(item)).Select(said => said.Number)];

    private static string Name(VadEvent item) => item.Id.ToString("N");
}
