using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MlNetVad.TestSupport;

/// <summary>Answers HTTP requests with video: a file whose length is told, or a stream that closes, or falls silent, when its bytes have gone out.</summary>
internal sealed class StreamServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private int _connections;

    public StreamServer(byte[] content)
    {
        Content = content;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = Task.Run(AcceptAsync);
    }

    public int Port { get; }

    public byte[] Content { get; }

    /// <summary>Whether the answer says how long it is.</summary>
    public bool TellsLength { get; init; } = true;

    /// <summary>Bytes that a connection, 0 for the first, gets of the content; none is refused. The first one only looks at the stream.</summary>
    public Func<int, int>? Gives { get; init; }

    /// <summary>Whether a connection stays open, silent, after its bytes.</summary>
    public bool FallsSilent { get; init; }

    /// <summary>Connections so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public string Url(string name) => $"http://127.0.0.1:{Port}/{name}";

    public void Dispose()
    {
        _over.Cancel();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = AnswerAsync(await _listener.AcceptTcpClientAsync(), Interlocked.Increment(ref _connections) - 1);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // the test is over
        }
    }

    private async Task AnswerAsync(TcpClient client, int number)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                _ = await stream.ReadAsync(new byte[4096]);
                int bytes = Math.Min(Gives?.Invoke(number) ?? int.MaxValue, Content.Length);
                if (bytes == 0)
                {
                    await stream.WriteAsync("HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n"u8.ToArray());
                    return;
                }

                string length = TellsLength ? $"Content-Length: {Content.Length}\r\n" : "";
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{length}Connection: close\r\n\r\n"));
                await stream.WriteAsync(Content.AsMemory(0, bytes));
                if (FallsSilent)
                {
                    await Task.Delay(Timeout.Infinite, _over.Token);
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // the reader had enough, or the test is over
            }
        }
    }
}
