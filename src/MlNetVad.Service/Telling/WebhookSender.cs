using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Data;
using MlNetVad.Service.Events;
using MlNetVad.Service.Security;

namespace MlNetVad.Service.Telling;

/// <summary>
/// Tells webhooks when an event begins and when it is over, once each, or of all that happens at a camera in a digest. What cannot be delivered after several attempts becomes a dead letter,
/// which can be sent again by hand.
/// </summary>
internal sealed class WebhookSender(
    DbAccess database, EventBus bus, CameraLimit limit, IHttpClientFactory clients, Credentials credentials, TimeProvider time, MonotonicClock clock,
    IOptions<VadServiceOptions> options, ILogger<WebhookSender> log) : BackgroundService
{
    /// <summary>The name of the HTTP client, which tries again by itself.</summary>
    public const string Client = "webhook";

    private const int MostWaiting = 1000, MostTold = 10_000;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly Channel<string> _queue = Channel.CreateBounded<string>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly ConcurrentDictionary<Guid, bool> _told = new();

    /// <summary>Sends a dead letter again; it goes where that succeeds.</summary>
    /// <returns>Whether it was delivered.</returns>
    public async Task<bool> Retry(Guid letter, CancellationToken stop)
    {
        DeadLetter? dead = await database.Run(db => db.DeadLetters.AsNoTracking().FirstOrDefaultAsync(row => row.Id == letter, stop));
        Webhook? hook = dead is null ? null : await database.Run(db => db.Webhooks.AsNoTracking().FirstOrDefaultAsync(row => row.Id == dead.WebhookId, stop));
        if (hook is null || await Post(hook, dead!.Body, stop) is not null)
        {
            return false;
        }

        await database.Run(db => db.DeadLetters.Where(row => row.Id == letter).ExecuteDeleteAsync(stop));
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        TimeSpan period = TimeSpan.FromMinutes(options.Value.DigestMinutes);
        var digest = new Digest(clock, period);
        using IDisposable listening = bus.Listen(period > TimeSpan.Zero ? digest.Add : Hear);
        using var looking = new Timer(_ => Array.ForEach(digest.Take(), events => _queue.Writer.TryWrite(EventMessage.Json(events))), null, Look, Look);
        await foreach (string body in _queue.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                Webhook[] hooks = await database.Run(db => db.Webhooks.AsNoTracking().Where(hook => hook.Enabled).ToArrayAsync(stoppingToken));
                await Task.WhenAll(hooks.Select(hook => Deliver(hook, body, stoppingToken)));
            }
            catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
            {
                log.LogError("A message to webhooks is lost: {Reason}", e.GetBaseException().Message);
            }
        }
    }

    // the end of what nobody was told of is not told either
    private void Hear(EventChange change)
    {
        int suppressed = 0;
        bool tells = change.Kind switch
        {
            EventChangeKind.New => limit.Allows(change.Event.CameraId, out suppressed),
            EventChangeKind.End => _told.TryRemove(change.Event.Id, out _),
            _ => false,
        };
        if (tells)
        {
            if (change.Kind == EventChangeKind.New && _told.Count < MostTold)
            {
                _told[change.Event.Id] = true;
            }

            _queue.Writer.TryWrite(EventMessage.Json(change, suppressed));
        }
    }

    private async Task Deliver(Webhook hook, string body, CancellationToken stop)
    {
        if (await Post(hook, body, stop) is { } error)
        {
            log.LogWarning("Webhook {Webhook} could not be told: {Reason}", hook.Id, error);
            await database.Run(async db =>
            {
                db.DeadLetters.Add(new DeadLetter { WebhookId = hook.Id, At = time.GetUtcNow().UtcDateTime, Body = body, Error = error });
                await db.SaveChangesAsync(stop);
            });
        }
    }

    private async Task<string?> Post(Webhook hook, string body, CancellationToken stop)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, hook.Url) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
            request.Headers.Add(Signature.Header, Signature.Of(credentials.Reveal(hook.SecretProtected), time.GetUtcNow(), body));
            using HttpResponseMessage answer = await clients.CreateClient(Client).SendAsync(request, stop);
            return answer.IsSuccessStatusCode ? null : $"It answered {(int)answer.StatusCode}.";
        }
        catch (Exception e) when (!stop.IsCancellationRequested && e is not OutOfMemoryException)
        {
            return e.GetBaseException().Message;
        }
    }
}
