using MlNetVad.Torch.Networks.Clip;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Trainers.ActionPrompts;

/// <summary>Prompt_j = [C_1 …, tokens of the name, … C_k] through the frozen text tower (scene-adaptive SVAD, equations 5 and 6); only the C are learned.</summary>
internal sealed class PromptNetwork : nn.Module
{
    private const double Deviation = 0.02;   // of the first words, as of CLIP's own tokens
    private readonly Parameter context;
    private readonly ClipTextTower _tower;
    private readonly int _before, _behind;

    public PromptNetwork(ClipNetwork clip, int vectors)
        : base(nameof(PromptNetwork))
    {
        _tower = clip.Texts;
        (_before, _behind) = ((vectors + 1) / 2, vectors / 2);
        context = nn.Parameter(randn([vectors, _tower.Width]) * Deviation);
        RegisterComponents();
    }

    /// <summary>F^text: names as they are.</summary>
    /// <param name="tokens">[B, L].</param>
    /// <returns>[B, E], each of length 1.</returns>
    public Tensor Names(Tensor tokens)
    {
        using var scope = NewDisposeScope();
        return nn.functional.normalize(_tower.Encode(tokens), dim: -1).MoveToOuterDisposeScope();
    }

    /// <summary>F̂^text: names in the learned words.</summary>
    /// <param name="tokens">[B, L], as a tokenizer gives them; a name that leaves no room is cut.</param>
    /// <returns>[B, E], each of length 1.</returns>
    public Tensor Prompts(Tensor tokens)
    {
        using var scope = NewDisposeScope();
        (Tensor places, Tensor ends) = Places(tokens);                                                                         // [B, L], [B]
        Tensor learned = context.expand([tokens.shape[0], .. context.shape], false);                                             // [B, k, D]
        Tensor all = cat([_tower.Embed(tokens), learned], 1);                                                                    // [B, L + k, D]
        Tensor prompt = all.gather(1, places.unsqueeze(-1).expand(-1, -1, all.shape[2]));                                      // [B, L, D]
        return nn.functional.normalize(_tower.Encode(prompt, ends), dim: -1).MoveToOuterDisposeScope();
    }

    // where each token of a prompt comes from: places of the text, and behind them those of the learned words
    private (Tensor Places, Tensor Ends) Places(Tensor tokens)
    {
        (int count, int length) = ((int)tokens.shape[0], (int)tokens.shape[1]);
        long[] ends = tokens.argmax(-1).data<long>().ToArray();
        var places = new long[count * length];
        for (int row = 0; row < count; row++)
        {
            int words = (int)Math.Min(ends[row] - 1, length - 2 - _before - _behind);
            long[] prompt =
            [
                0, .. Run(length, _before), .. Run(1, words), .. Run(length + _before, _behind), ends[row],
            ];
            prompt.CopyTo(places, row * length);
            Array.Fill(places, ends[row], (row * length) + prompt.Length, length - prompt.Length);   // behind the end nothing counts
            ends[row] = prompt.Length - 1;
        }

        return (tensor(places, [count, length]), tensor(ends));

        static IEnumerable<long> Run(int start, int count) => Enumerable.Range(start, count).Select(i => (long)i);
    }
}
