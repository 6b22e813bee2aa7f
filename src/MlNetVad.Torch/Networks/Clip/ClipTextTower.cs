using MlNetVad.Torch.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Networks.Clip;

/// <summary>
/// Token embeddings, learned places, causal blocks, norm, projection of the end token. Its layers lie in the network itself, under
/// OpenAI's names.
/// </summary>
internal sealed class ClipTextTower : INetworkPart
{
    private readonly Embedding _embedding;
    private readonly Parameter _places, _projection;
    private readonly ClipTransformer _transformer;
    private readonly LayerNorm _norm;

    public ClipTextTower(ClipOptions options)
    {
        int width = options.Text.Width;
        _embedding = nn.Embedding(options.VocabularySize, width);
        _places = nn.Parameter(zeros(options.ContextLength, width));
        _transformer = new ClipTransformer(options.Text, causal: true);
        _norm = nn.LayerNorm(width);
        _projection = nn.Parameter(zeros(width, options.EmbeddingWidth));
    }

    /// <summary>D, numbers of a token.</summary>
    public int Width => (int)_places.shape[1];

    /// <inheritdoc/>
    public void Register(nn.Module network)
    {
        network.register_module("token_embedding", _embedding);
        network.register_parameter("positional_embedding", _places);
        network.register_module("transformer", _transformer);
        network.register_module("ln_final", _norm);
        network.register_parameter("text_projection", _projection);
    }

    /// <summary>Encodes texts.</summary>
    /// <param name="tokens">[B, L] whole numbers; each text's end token is its largest.</param>
    /// <returns>[B, E], not normalised.</returns>
    public Tensor Encode(Tensor tokens)
    {
        using var scope = NewDisposeScope();
        return Encode(_embedding.call(tokens), tokens.argmax(-1)).MoveToOuterDisposeScope();
    }

    /// <summary>Encodes texts whose embeddings are given, so that some may be learned: the gradient flows to them.</summary>
    /// <param name="embeddings">[B, L, D], before places are added; L is the context length.</param>
    /// <param name="ends">[B], where each text's end token stands.</param>
    /// <returns>[B, E], not normalised.</returns>
    public Tensor Encode(Tensor embeddings, Tensor ends)
    {
        using var scope = NewDisposeScope();
        Tensor x = _norm.call(_transformer.call(embeddings.Plus(_places)));                                                        // [B, L, D]
        Tensor at = ends.reshape(-1, 1, 1).expand(-1, 1, x.shape[2]);                                                               // [B, 1, D]
        return nn.functional.linear(x.gather(1, at).squeeze(1), _projection.t()).MoveToOuterDisposeScope();                         // [B, E]
    }

    /// <summary>The embeddings of tokens.</summary>
    /// <param name="tokens">[B, L].</param>
    /// <returns>[B, L, D].</returns>
    public Tensor Embed(Tensor tokens) => _embedding.call(tokens);
}
