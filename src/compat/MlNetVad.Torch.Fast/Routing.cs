using TorchSharp;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Fast;

/// <summary>Which token goes to which filter with which gate, sorted by filter and, within one, by token; shared filters list every token.</summary>
internal sealed unsafe class Routing : IDisposable
{
    /// <summary>How many tensors it is made of.</summary>
    public const int Count = 4;

    private readonly Tensor _offsets;
    private readonly Tensor _token;
    private readonly Tensor _gate;
    private readonly Tensor _source;
    private readonly bool _owned;

    private Routing(Tensor offsets, Tensor token, Tensor gate, Tensor source, bool owned) =>
        (_offsets, _token, _gate, _source, _owned) = (offsets, token, gate, source, owned);

    public long Entries => _token.Sizes[0];

    /// <summary>[experts + 1]: where each filter's entries start.</summary>
    public long* Offsets => _offsets.Data<long>();

    /// <summary>[entries].</summary>
    public long* Token => _token.Data<long>();

    /// <summary>[entries].</summary>
    public float* Gate => _gate.Data<float>();

    public Tensor[] Tensors => [_offsets, _token, _gate, _source];

    /// <summary>The same, out of a node that saved <see cref="Tensors"/> from <paramref name="first"/> on; the node keeps owning them.</summary>
    public static Routing Saved(GradNode node, int first) =>
        new(node.Saved(first), node.Saved(first + 1), node.Saved(first + 2), node.Saved(first + 3), owned: false);

    /// <summary>Counting sort; gates and indices [T, K] are contiguous.</summary>
    /// <exception cref="ArgumentException">An index names no routed filter.</exception>
    public static Routing Sort(Tensor gates, Tensor indices, long experts, int shared)
    {
        (long tokens, long active, long routed) = (gates.Sizes[0], gates.Sizes[1], experts - shared);
        long entries = tokens * (active + shared);
        var routing = new Routing(
            Factory.Zeros([experts + 1], ScalarType.Int64), Tensor.Create([entries], ScalarType.Int64),
            Tensor.Create([entries], ScalarType.Float32), Tensor.Create([entries], ScalarType.Int64), owned: true);
        long* index = indices.Data<long>();
        long* starts = routing.Offsets;
        for (long i = 0; i < tokens * active; i++)
        {
            if ((ulong)index[i] >= (ulong)routed)
            {
                routing.Dispose();
                throw new ArgumentException($"A token names the expert {index[i]}, and there are {routed} routed ones.", nameof(indices));
            }

            starts[index[i] + 1]++;
        }

        for (long e = 0; e < experts; e++)
        {
            starts[e + 1] = starts[e] + (e < routed ? starts[e + 1] : tokens);
        }

        routing.Place(gates.Data<float>(), index, tokens, active, routed, shared);
        return routing;
    }

    /// <summary>The gradients of the entries, back in the order of the gates.</summary>
    public Tensor Unsort(Tensor entryGradients, long[] gateSizes)
    {
        Tensor result = Tensor.Create((long[])gateSizes.Clone(), ScalarType.Float32);
        float* from = entryGradients.Data<float>();
        float* to = result.Data<float>();
        long* source = _source.Data<long>();
        long routed = result.Count;   // the shared filters' entries come last and have no gate
        for (long i = 0; i < routed; i++)
        {
            to[source[i]] = from[i];
        }

        return result;
    }

    public void Dispose()
    {
        if (_owned)
        {
            foreach (Tensor tensor in Tensors)
            {
                tensor.Dispose();
            }
        }
    }

    private void Place(float* gates, long* index, long tokens, long active, long routed, int shared)
    {
        long* token = Token;
        float* gate = Gate;
        long* source = _source.Data<long>();
        using Tensor cursor = Copying.Contiguous(_offsets);
        long* next = cursor.Data<long>();
        for (long i = 0; i < tokens * active; i++)
        {
            long at = next[index[i]]++;
            (token[at], gate[at], source[at]) = (i / active, gates[i], i);
        }

        for (long i = 0; i < tokens * shared; i++)
        {
            long at = Offsets[routed] + i;
            (token[at], gate[at], source[at]) = (i % tokens, 1f, -1);
        }
    }
}
