using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace MlNetVad.Persistence;

/// <summary>
/// The kernels behind a contract's mapping. ML.NET shares one mapping between cursors and threads, so each call rents a
/// kernel; the payload is decoded once in the process, however many cursors and engines there are.
/// </summary>
/// <typeparam name="TKernel">The component's kernel.</typeparam>
internal sealed class KernelPool<TKernel>
    where TKernel : RowKernel
{
    private readonly ConcurrentBag<TKernel> _idle = [];
    private ReadOnlyMemory<char> _payload;
    private ComponentTransformer? _component;

    /// <summary>Runs <paramref name="use"/> with a kernel made from the payload.</summary>
    public void Run(ReadOnlyMemory<char> payload, Action<TKernel> use)
    {
        TKernel kernel = Rent(payload);
        use(kernel);
        _idle.Add(kernel);
    }

    private TKernel Rent(ReadOnlyMemory<char> payload)
    {
        if (_component is null || !_payload.Equals(payload))   // the same memory, so no text is compared
        {
            _component = PayloadCache.Component(payload.Span);
            _payload = payload;
            _idle.Clear();
        }

        if (_idle.TryTake(out TKernel? idle))
        {
            return idle;
        }

        var kernel = (TKernel)_component.CreateKernel(_component.InputTypes);
        kernel.Saved = _component;
        return kernel;
    }
}

/// <summary>Components by the content of their payload.</summary>
internal static class PayloadCache
{
    private static readonly ConcurrentDictionary<string, WeakReference<ComponentTransformer>> Components = new();

    /// <summary>The component that the payload describes, decoded once.</summary>
    public static ComponentTransformer Component(ReadOnlySpan<char> payload)
    {
        string hash = Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(payload)));
        if (Components.TryGetValue(hash, out WeakReference<ComponentTransformer>? known) && known.TryGetTarget(out ComponentTransformer? component))
        {
            return component;
        }

        component = Payload.Read(payload);
        Components[hash] = new WeakReference<ComponentTransformer>(component);
        return component;
    }
}
