using System.Threading.Channels;
using MlNetVad.Service.Data;

namespace MlNetVad.Service.Events;

/// <summary>Encodes the clips of events that are over, one after the other, away from the cameras.</summary>
internal sealed class ClipEncoder(VadFolders folders, EventWriter writer, ILogger<ClipEncoder> log) : BackgroundService
{
    private const int MostWaiting = 1000;

    private readonly Channel<VadEvent> _queue = Channel.CreateBounded<VadEvent>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>Encodes an event's clip when its turn comes.</summary>
    public void Enqueue(VadEvent item) => _queue.Writer.TryWrite(item);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (VadEvent item in _queue.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await Encode(item, stoppingToken);
            }
            catch (Exception e) when (e is VadException or IOException or UnauthorizedAccessException)
            {
                log.LogWarning("Event {Event} has no clip: {Reason}", item.Id, e.Message);
            }
        }
    }

    private async Task Encode(VadEvent item, CancellationToken stop)
    {
        string spool = folders.Spool(item.Id);
        if (File.Exists(spool))
        {
            await Clip.Encode(spool, folders.Clip(item.Id), Clip.Rate(item.Curve), stop);
            File.Delete(spool);
            item.HasClip = true;
        }

        if (Directory.Exists(folders.Event(item.Id)))
        {
            item.Bytes = new DirectoryInfo(folders.Event(item.Id)).EnumerateFiles().Sum(file => file.Length);
        }

        writer.Post(item, mustExist: true);
    }
}
