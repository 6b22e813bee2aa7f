using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace MlNetVad.Onnx.Tests.ClipCaption;

/// <summary>A chat client in this process whose answers a test decides.</summary>
/// <param name="answer">The answer to the n-th request, from 0.</param>
internal sealed class FakeChatClient(Func<int, CancellationToken, Task<ChatResponse>> answer) : IChatClient
{
    private int _count;

    public FakeChatClient(Func<int, string> words)
        : this((n, _) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, words(n)))))
    {
    }

    public ConcurrentQueue<(ChatMessage[] Messages, ChatOptions? Options)> Requests { get; } = new();

    public ChatClientMetadata? Metadata { get; init; } = new("fake", new Uri("http://fake.test/"), "llava");

    public bool IsDisposed { get; private set; }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Requests.Enqueue(([.. messages], options));
        return answer(Interlocked.Increment(ref _count) - 1, cancellationToken);
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ChatClientMetadata) ? Metadata : null;

    public void Dispose() => IsDisposed = true;
}
