using MlNetVad.Torch.Attention;
using TorchSharp;
using TorchSharp.Kernels;
using static TorchSharp.torch;

[assembly: MultiHeadAttention(typeof(MlNetVad.Torch.Fast.EngineAttention))]

namespace MlNetVad.Torch.Fast;

/// <summary>
/// Attention as one operation of the engine: heads are read and written where they lie in the projected tokens, forward and
/// backward, so that nothing is split, turned or joined; the scores stay in the cache.
/// </summary>
public sealed unsafe class EngineAttention : IMultiHeadAttention
{
    /// <inheritdoc/>
    public Tensor Joint(Tensor qkv, int heads)
    {
        long width = Width(qkv, 3, heads);
        if (!Fits(qkv, width, heads))
        {
            return MultiHeadAttention.Composed.Joint(qkv, heads);
        }

        using Tensor all = qkv.Packed();
        return Apply([qkv], all, all, new Layout(heads, width, QueryRow: 3 * width, KeyRow: 3 * width, Key: width));
    }

    /// <inheritdoc/>
    public Tensor Cross(Tensor queries, Tensor keysValues, int heads)
    {
        long width = Width(queries, 1, heads);
        if (!Fits(queries, width, heads) || !Fits(keysValues, width, heads) || Width(keysValues, 2, heads) != width || queries.Sizes[0] != keysValues.Sizes[0])
        {
            return MultiHeadAttention.Composed.Cross(queries, keysValues, heads);
        }

        using Tensor q = queries.Packed(), kv = keysValues.Packed();
        return Apply([queries, keysValues], q, kv, new Layout(heads, width, QueryRow: width, KeyRow: 2 * width, Key: 0));
    }

    private static long Width(Tensor x, int parts, int heads) =>
        x.Sizes.Length == 3 && heads > 0 && x.Sizes[2] % (parts * heads) == 0
            ? x.Sizes[2] / parts
            : throw new ArgumentException($"Attention of {heads} heads takes [B, N, {parts} d], d a multiple of {heads}; this is [{string.Join(", ", x.Sizes)}].", nameof(x));

    private static bool Fits(Tensor x, long width, int heads) => x.dtype == ScalarType.Float32 && width / heads <= AttentionProblem.LargestDim;

    private static Tensor Apply(Tensor[] inputs, Tensor queries, Tensor keys, Layout layout)
    {
        (long batch, long rows) = (queries.Sizes[0], queries.Sizes[1]);
        Tensor result = Tensor.Create([batch, rows, layout.Width], ScalarType.Float32);
        bool recorded = Autograd.Needed(inputs);
        using Tensor? sums = recorded ? Tensor.Create([batch, layout.Heads, rows], ScalarType.Float32).DetachFromDisposeScope() : null;
        AttentionKernel.Forward(layout.Problem(queries, keys, result, sums));
        return recorded
            ? Autograd.Record(result, "multi_head_attention", inputs, [queries, keys, result, sums!], (node, gradient) => Backward(node, gradient, layout))
            : result;
    }

    private static void Backward(GradNode node, Tensor gradient, Layout layout)
    {
        using Tensor g = gradient.Packed();
        (Tensor queries, Tensor keys) = (node.Saved(0), node.Saved(1));
        Tensor ofQueries = Tensor.Create(queries.Sizes, ScalarType.Float32);
        Tensor ofKeys = layout.Joint ? ofQueries : Tensor.Create(keys.Sizes, ScalarType.Float32);
        AttentionKernel.Backward(layout.Problem(queries, keys, node.Saved(2), node.Saved(3)) with
        {
            Go = g.Data<float>(),
            GoStrides = layout.Strides(layout.Width, g),
            Gq = ofQueries.Data<float>(),
            GqStrides = layout.Strides(layout.QueryRow, queries),
            Gk = ofKeys.Data<float>() + layout.Key,
            GkStrides = layout.Strides(layout.KeyRow, keys),
            Gv = ofKeys.Data<float>() + layout.Key + layout.Width,
            GvStrides = layout.Strides(layout.KeyRow, keys),
        });
        node.Give(0, ofQueries);
        if (!layout.Joint)
        {
            node.Give(1, ofKeys);
        }
    }

    /// <summary>Where heads lie.</summary>
    /// <param name="Heads">How many.</param>
    /// <param name="Width">d.</param>
    /// <param name="QueryRow">Floats from one token's queries to the next one's.</param>
    /// <param name="KeyRow">Floats from one token's keys to the next one's.</param>
    /// <param name="Key">Floats in front of the keys in a row; the values follow the keys.</param>
    private readonly record struct Layout(int Heads, long Width, long QueryRow, long KeyRow, long Key)
    {
        public bool Joint => Key > 0;

        public HeadStrides Strides(long row, Tensor tokens) => new(tokens.Sizes[1] * row, Width / Heads, row);

        public AttentionProblem Problem(Tensor queries, Tensor keys, Tensor result, Tensor? sums) => new()
        {
            Batch = queries.Sizes[0],
            Heads = Heads,
            Queries = queries.Sizes[1],
            Keys = keys.Sizes[1],
            Dim = Width / Heads,
            Scale = 1 / MathF.Sqrt(Width / Heads),
            Q = queries.Data<float>(),
            QStrides = Strides(QueryRow, queries),
            K = keys.Data<float>() + Key,
            KStrides = Strides(KeyRow, keys),
            V = keys.Data<float>() + Key + Width,
            VStrides = Strides(KeyRow, keys),
            O = result.Data<float>(),
            OStrides = Strides(Width, result),
            LogSumExp = sums is null ? null : sums.Data<float>(),
        };
    }
}
