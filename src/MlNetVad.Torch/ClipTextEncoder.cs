using MlNetVad.Persistence;
using MlNetVad.Torch.Networks.Clip;
using static TorchSharp.torch;

namespace MlNetVad.Torch;

/// <summary>CLIP's text tower (Radford et al. 2021): a text as a vector in the space of its pictures. For what is said once, such as the names of actions.</summary>
public sealed class ClipTextEncoder : IDisposable
{
    private readonly ClipNetwork _clip;
    private readonly Func<string, long[]> _tokenize;

    private ClipTextEncoder(ClipNetwork clip, Func<string, long[]> tokenize) => (_clip, _tokenize) = (clip, tokenize);

    /// <summary>E, the numbers of a vector.</summary>
    public int Width => _clip.EmbeddingWidth;

    /// <summary>Loads it.</summary>
    /// <param name="weightsPath">The weights of a CLIP, a safetensors file with OpenAI's or Hugging Face's names.</param>
    /// <param name="tokenize">A text's tokens, start and end among them: <c>ClipTokenizer.Encode</c>.</param>
    /// <returns>The encoder; dispose of it.</returns>
    /// <exception cref="VadException">The file is missing or no CLIP's, or libtorch cannot be loaded here.</exception>
    public static ClipTextEncoder Load(string weightsPath, Func<string, long[]> tokenize)
    {
        ArgumentNullException.ThrowIfNull(tokenize);
        NeededFile.CheckSet([ClipFile.Weights(nameof(weightsPath), weightsPath)]);
        return new ClipTextEncoder(ClipFile.Whole(ModelFile.Open(weightsPath, ClipFile.Role, embeddedLimit: 0)), tokenize);
    }

    /// <summary>The vector [E] of a text, of length 1.</summary>
    /// <param name="text">The text.</param>
    /// <returns>E numbers.</returns>
    public float[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        using var scope = NewDisposeScope();
        using IDisposable untracked = no_grad();
        long[] tokens = _tokenize(text);
        return nn.functional.normalize(_clip.Texts.Encode(tensor(tokens, [1, tokens.Length])), dim: -1).data<float>().ToArray();
    }

    /// <summary>Gives its memory back.</summary>
    public void Dispose() => _clip.Dispose();
}
