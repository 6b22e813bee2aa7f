using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace MlNetVad.Onnx.ClipCaption;

/// <summary>Limits the requests at the same time to one endpoint or client, of everything in this process.</summary>
internal sealed class EndpointGate
{
    private static readonly ConcurrentDictionary<string, EndpointGate> Gates = new();
    private static readonly ConditionalWeakTable<IChatClient, EndpointGate> OfClients = [];

    private readonly object _lock = new();
    private int _inside;

    private EndpointGate()
    {
    }

    /// <summary>The gate of an endpoint.</summary>
    public static EndpointGate Of(Uri endpoint) => Gates.GetOrAdd(endpoint.AbsoluteUri.TrimEnd('/'), _ => new EndpointGate());

    /// <summary>The gate of a client.</summary>
    public static EndpointGate Of(IChatClient client) => OfClients.GetValue(client, _ => new EndpointGate());

    /// <summary>Waits until fewer than <paramref name="limit"/> are inside, and goes in; dispose of the result to go out.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while waiting.</exception>
    public Pass Enter(int limit, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration wake = cancellationToken.Register(() =>
        {
            lock (_lock)
            {
                Monitor.PulseAll(_lock);
            }
        });
        lock (_lock)
        {
            while (_inside >= limit)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Monitor.Wait(_lock);
            }

            _inside++;
            return new Pass(this);
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            _inside--;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>A place inside.</summary>
    internal sealed class Pass(EndpointGate gate) : IDisposable
    {
        public void Dispose() => gate.Leave();
    }
}
