using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Data;
using MlNetVad.Service.Events;
using MlNetVad.Video;

namespace MlNetVad.Service.Tests;

/// <summary>Events that the host's chat client puts into words.</summary>
public sealed class WordingTests
{
    [Fact]
    public async Task Event_AtItsEnd_IsPutIntoWordsOnceAndKeepsThemWhenItsClipComes()
    {
        var client = new Teller(_ => Task.FromResult("A figure  runs\nto the left."));
        await using TestHost host = await TestHost.Start(services: services => services.AddSingleton<IChatClient>(client));
        VadEvent item = End(host);
        await TestHost.Until(async () => (await Row(host, item.Id))?.Description.Length > 0, "a description");
        host.Get<EventWriter>().Post(item, mustExist: true);   // as its clip does, without the words
        await host.Get<EventWriter>().Flush();

        Assert.Equal("A figure runs to the left.", (await Row(host, item.Id))!.Description);
        ChatMessage asked = Assert.Single(client.Asked);
        Assert.Contains("Something moves", asked.Text, StringComparison.Ordinal);
        Assert.Equal("image/png", Assert.Single(asked.Contents.OfType<DataContent>()).MediaType);
        Assert.Equal(item.Id, (await host.Get<EventSearch>().Find(new EventQuery { Text = "a person is running" }))[0].Event.Id);
    }

    [Fact]
    public async Task Event_WhoseClientHangsOrFails_IsThereAllTheSameAndTheNextIsPutIntoWords()
    {
        int asked = 0;
        var client = new Teller(async stop =>
        {
            switch (Interlocked.Increment(ref asked))
            {
                case 1:
                    await Task.Delay(Timeout.Infinite, stop);
                    return "";
                case 2 or 3:
                    throw new InvalidOperationException("broken");
                default:
                    return "A figure stands.";
            }
        });
        await using TestHost host = await TestHost.Start(
            options => (options.WordingSeconds, options.WordingsPerMinute) = (0.3, 600), services: services => services.AddSingleton<IChatClient>(client));
        VadEvent[] events = [End(host), End(host), End(host)];
        await host.Get<EventWriter>().Flush();

        Assert.Equal(events.Length, await host.Get<DbAccess>().Run(db => db.Events.CountAsync(item => item.EndedAt != null && item.Description == "")));
        await TestHost.Until(async () => await host.Get<DbAccess>().Run(db => db.Events.CountAsync(item => item.Description == "A figure stands.")) == 1, "words for the last event");
        Assert.Equal(2, await host.Get<DbAccess>().Run(db => db.Events.CountAsync(item => item.Description == "")));
    }

    private static VadEvent End(TestHost host)
    {
        var item = new VadEvent { CameraName = "gate", StartedAt = DateTime.UtcNow, EndedAt = DateTime.UtcNow, Part = "motion", Reason = "Something moves as nothing did here before." };
        Directory.CreateDirectory(host.Get<VadFolders>().Event(item.Id));
        File.WriteAllBytes(host.Get<VadFolders>().Thumbnail(item.Id), Pictures.Jpeg(new byte[64 * 48 * 3], new FrameFormat(48, 64, 3)));
        host.Get<EventWriter>().Post(item);
        return item;
    }

    private static Task<VadEvent?> Row(TestHost host, Guid id) => host.Get<DbAccess>().Run(db => db.Events.AsNoTracking().FirstOrDefaultAsync(item => item.Id == id));

    private sealed class Teller(Func<CancellationToken, Task<string>> tell) : IChatClient
    {
        public List<ChatMessage> Asked { get; } = [];

        public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Asked.AddRange(messages);
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, await tell(cancellationToken)));
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
