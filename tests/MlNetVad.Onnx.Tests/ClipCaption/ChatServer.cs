using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MlNetVad.Onnx.Tests.ClipCaption;

/// <summary>A chat endpoint on this machine whose answers a test decides.</summary>
internal sealed class ChatServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<int, Reply> _answer;
    private int _count;
    private int _inside;

    /// <summary>Begins to listen.</summary>
    /// <param name="answer">The reply to the n-th request, from 0.</param>
    public ChatServer(Func<int, Reply> answer)
    {
        _answer = answer;
        Port = FreePort();
        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _listener.Start();
        _ = Task.Run(ListenAsync);
    }

    /// <summary>A server that says "caption 0", "caption 1", …</summary>
    public static ChatServer Counting() => new(n => Reply.Of($"caption {n}"));

    public int Port { get; }

    public string Endpoint => $"http://127.0.0.1:{Port}/v1";

    public int Count => Volatile.Read(ref _count);

    /// <summary>The most requests that were there at once.</summary>
    public int MostInside { get; private set; }

    public ConcurrentQueue<Request> Requests { get; } = new();

    /// <summary>A captioner that asks this server, quickly.</summary>
    public OpenAiCompatibleCaptioner Captioner(int retries = 0, double timeoutSeconds = 20) => new()
    {
        Endpoint = Endpoint,
        Model = "llava",
        Retries = retries,
        TimeoutSeconds = timeoutSeconds,
        FirstPause = TimeSpan.FromMilliseconds(1),
    };

    /// <summary>A port on which nobody listens.</summary>
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public void Dispose() => _listener.Close();

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                int number = Interlocked.Increment(ref _count) - 1;
                _ = Task.Run(() => AnswerAsync(context, number));
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // the test is over
        }
    }

    private async Task AnswerAsync(HttpListenerContext context, int number)
    {
        int inside = Interlocked.Increment(ref _inside);
        lock (Requests)
        {
            MostInside = Math.Max(MostInside, inside);
        }

        try
        {
            using var reader = new StreamReader(context.Request.InputStream);
            string body = await reader.ReadToEndAsync();
            Requests.Enqueue(new Request(context.Request.Url!.AbsolutePath, context.Request.Headers["Authorization"], JsonNode.Parse(body)!));
            Reply reply = _answer(number);
            await Task.Delay(reply.Delay);
            Interlocked.Decrement(ref _inside);
            context.Response.StatusCode = reply.Status;
            context.Response.ContentType = "application/json";
            if (reply.RetryAfter is not null)
            {
                context.Response.Headers["Retry-After"] = reply.RetryAfter;
            }

            byte[] bytes = Encoding.UTF8.GetBytes(reply.Body);
            context.Response.ContentLength64 = bytes.Length;
            await context.Response.OutputStream.WriteAsync(bytes);
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // the client had enough, or the test is over
        }
    }

    public sealed record Request(string Path, string? Authorization, JsonNode Body);

    public sealed record Reply(int Status, string Body, string? RetryAfter = null)
    {
        public TimeSpan Delay { get; init; }

        /// <summary>A chat completion.</summary>
        public static Reply Of(string caption) =>
            new(200, $$"""{"id":"1","object":"chat.completion","created":1,"model":"llava","choices":[{"index":0,"message":{"role":"assistant","content":{{JsonSerializer.Serialize(caption)}}},"finish_reason":"stop"}]}""");

        /// <summary>An error, as OpenAI writes them.</summary>
        public static Reply Error(int status, string message, string? retryAfter = null) =>
            new(status, $$$"""{"error":{"message":{{{JsonSerializer.Serialize(message)}}},"type":"x"}}""", retryAfter);
    }
}
