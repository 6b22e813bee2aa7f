using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// Attention over [length, batch, embedding], heads in contiguous slices of the embedding.
/// Gives the projected result [target, batch, embedding] and the weights, averaged over heads, [batch, target, source].
/// </summary>
public sealed class MultiheadAttention : nn.Module<Tensor, Tensor, Tensor, Tensor, bool, Tensor, Tuple<Tensor, Tensor>>
{
    private readonly long _embedding;
    private readonly long _heads;
    private readonly double _dropout;
    private readonly Parameter _inWeight;
    private readonly Parameter _inBias;
    private readonly Parameter[] _separate;
    private readonly Linear _out;

    internal MultiheadAttention(long embedding, long heads, double dropout, bool bias, long keys, long values) : base(nameof(MultiheadAttention))
    {
        if (embedding % heads != 0) throw new ArgumentException($"The embedding of size {embedding} cannot be split over {heads} heads.");
        (_embedding, _heads, _dropout) = (embedding, heads, dropout);
        if (keys == embedding && values == embedding)
        {
            _inWeight = Projection("in_proj_weight", 3 * embedding, embedding);
        }
        else
        {
            _separate =
            [
                Projection("q_proj_weight", embedding, embedding),
                Projection("k_proj_weight", embedding, keys),
                Projection("v_proj_weight", embedding, values),
            ];
        }
        if (bias) register_parameter("in_proj_bias", _inBias = new Parameter(zeros([3 * embedding])));
        register_module("out_proj", _out = new Linear(embedding, embedding, bias, null, null));
        if (bias) nn.init.zeros_(_out.bias);
    }

    public new Tuple<Tensor, Tensor> call(
        Tensor query, Tensor key, Tensor value, Tensor key_padding_mask = null, bool need_weights = true, Tensor attn_mask = null) =>
        forward(query, key, value, key_padding_mask, need_weights, attn_mask);

    public override Tuple<Tensor, Tensor> forward(Tensor query, Tensor key, Tensor value, Tensor key_padding_mask, bool need_weights, Tensor attn_mask)
    {
        using DisposeScope scope = NewDisposeScope();
        long target = query.Sizes[0], batch = query.Sizes[1], source = key.Sizes[0], depth = _embedding / _heads;
        Tensor q = Split(Project(query, 0), target, batch).mul(1 / Math.Sqrt(depth));
        Tensor k = Split(Project(key, 1), source, batch);
        Tensor v = Split(Project(value, 2), source, batch);

        Tensor scores = matmul(q, k.transpose(-2, -1));
        if (attn_mask is not null) scores = Mask(scores, attn_mask.ndim == 3 ? attn_mask.reshape(batch, _heads, target, source) : attn_mask);
        if (key_padding_mask is not null) scores = Mask(scores, key_padding_mask.reshape(batch, 1, 1, source));
        Tensor weights = scores.softmax(-1);
        Tensor used = _dropout > 0 && training ? nn.functional.dropout(weights, _dropout) : weights;
        Tensor mixed = matmul(used, v).permute(2, 0, 1, 3).reshape(target, batch, _embedding);
        Tensor result = _out.call(mixed).MoveToOuterDisposeScope();
        return Tuple.Create(result, need_weights ? used.mean([1]).MoveToOuterDisposeScope() : null);
    }

    protected override void RegisterComponents()
    {
        // registered under PyTorch's names in the constructor
    }

    private Parameter Projection(string name, long rows, long columns)
    {
        Parameter weight = new(empty([rows, columns]));
        nn.init.xavier_uniform_(weight);
        register_parameter(name, weight);
        return weight;
    }

    private Tensor Project(Tensor input, int part)
    {
        Tensor weight = _separate is null ? _inWeight.narrow(0, part * _embedding, _embedding) : _separate[part];
        return nn.functional.linear(input, weight, _inBias?.narrow(0, part * _embedding, _embedding));
    }

    // [length, batch, embedding] to [batch, heads, length, depth]
    private Tensor Split(Tensor x, long length, long batch) => x.reshape(length, batch, _heads, _embedding / _heads).permute(1, 2, 0, 3);

    private static Tensor Mask(Tensor scores, Tensor mask) =>
        mask.dtype == ScalarType.Bool ? scores.masked_fill(mask, double.NegativeInfinity) : scores.add(mask);
}
