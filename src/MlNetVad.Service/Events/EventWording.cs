using System.Threading.Channels;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using MlNetVad.Onnx;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Data;
using MlNetVad.Transforms;
using MlNetVad.Video;

namespace MlNetVad.Service.Events;

/// <summary>
/// Has the host's chat client, where it has one, say what is to be seen at an event's peak. That happens away from cameras and events, so seldom and for
/// so long at most: an event waits for nothing. It describes; the calibrated score decides.
/// </summary>
internal sealed class EventWording(
    EventBus bus, DbAccess database, VadFolders folders, IOptions<VadServiceOptions> options, ILogger<EventWording> log, IChatClient? client = null) : BackgroundService
{
    private const int MostWaiting = 100, MostTokens = 120, Retries = 1, LongestText = 1000;

    private readonly Channel<VadEvent> _queue = Channel.CreateBounded<VadEvent>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (client is null || options.Value.WordingsPerMinute <= 0)
        {
            return;
        }

        using IDisposable listening = bus.Listen(change =>
        {
            // an event that ended while the database was away is new and over at once
            if (change is { Kind: EventChangeKind.New or EventChangeKind.End, Event: { Kind: EventKind.Anomaly, EndedAt: not null } })
            {
                _queue.Writer.TryWrite(change.Event);
            }
        });
        await foreach (VadEvent item in _queue.Reader.ReadAllAsync(stoppingToken))
        {
            Task pause = Task.Delay(TimeSpan.FromMinutes(1 / options.Value.WordingsPerMinute), stoppingToken);
            try
            {
                string words = await Task.Factory.StartNew(() => Describe(client, item, stoppingToken), stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
                await Keep(item.Id, words);
            }
            catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
            {
                log.LogWarning("Event {Event} is not put into words: {Reason}", item.Id, e.GetBaseException().Message);
            }

            await pause;
        }
    }

    private string Describe(IChatClient asked, VadEvent item, CancellationToken stop)
    {
        byte[] jpeg = File.ReadAllBytes(folders.Thumbnail(item.Id));
        FrameFormat format = Pictures.FormatOf(jpeg);
        var captioner = new ChatClientCaptioner(asked)
        {
            Prompt = $"A camera's picture was found unusual. {item.Reason} Say in one sentence of at most 30 words what is to be seen and what happens. Do not guess who people are.",
            MaximumTokens = MostTokens,
            TimeoutSeconds = options.Value.WordingSeconds,
            Retries = Retries,
            MaximumConcurrency = 1,
        };
        using IClipDescriber describer = captioner.Prepare().Open();
        return describer.Describe(new CaptionedClip(Pictures.Decode(jpeg, format), new ClipShape(1, format.Height, format.Width, format.Channels), item.CameraName, 0), stop);
    }

    private async Task Keep(Guid id, string words)
    {
        VadEvent? item = await database.Run(async db =>
        {
            if (await db.Events.FindAsync(id) is not { } row)
            {
                return null;   // it was deleted meanwhile
            }

            row.Description = words[..Math.Min(words.Length, LongestText)];
            await db.SaveChangesAsync();
            return row.Copy();
        });
        if (item is not null)
        {
            bus.Publish(new EventChange(EventChangeKind.Update, item));
        }
    }
}
