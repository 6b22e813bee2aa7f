using MlNetVad.Torch.Native;
using MlNetVad.Torch.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Networks.Clip;

/// <summary>CLIP (Radford et al. 2021): pictures and texts in one space, frozen. Its weights have OpenAI's names.</summary>
internal sealed class ClipNetwork : nn.Module
{
    private readonly ClipImageTower visual;
    private readonly Parameter logit_scale;

    public ClipNetwork(ClipOptions options)
        : base(nameof(ClipNetwork))
    {
        EmbeddingWidth = options.EmbeddingWidth;
        visual = new ClipImageTower(options);
        Texts = new ClipTextTower(options);
        logit_scale = nn.Parameter(zeros(1));
        RegisterComponents();
        Texts.Register(this);
    }

    /// <summary>E, numbers of a picture's and of a text's vector.</summary>
    public int EmbeddingWidth { get; }

    /// <summary>The image tower.</summary>
    public ClipImageTower Images => visual;

    /// <summary>The text tower.</summary>
    public ClipTextTower Texts { get; }

    /// <summary>How much a cosine counts: the exponential of the learned logit scale, 100 for published weights.</summary>
    public double Scale => Math.Exp(logit_scale.item<float>());

    /// <summary>Loads a checkpoint; its sizes are its own.</summary>
    /// <param name="weights">OpenAI's or Hugging Face's names.</param>
    /// <param name="heads">Heads of attention, where they are not the width over 64.</param>
    /// <exception cref="VadException">A tensor is missing or of another shape, or there are others than CLIP's.</exception>
    public static ClipNetwork Load(SafeTensorsReader weights, (int Vision, int Text)? heads = null)
    {
        TorchLibrary.Require();
        var names = new ClipNames(weights);
        var network = new ClipNetwork(ClipOptions.Of(weights, heads));
        Dictionary<string, Tensor> state = network.state_dict();
        string[] known = [.. state.Keys.SelectMany(names.Sources)];
        if (weights.Tensors.Select(t => t.Name).Except(known, StringComparer.Ordinal).FirstOrDefault(IsForeign) is { } foreign)
        {
            throw new VadException($"{weights.Source} is no CLIP of this kind: it has the unknown tensor '{foreign}'; give the weights of a ViT-B/16, B/32 or L/14 under OpenAI's or Hugging Face's names.");
        }

        names.Fill(network, "");
        return network;
    }

    // numbers that some files keep beside the weights
    private static bool IsForeign(string name) =>
        !name.EndsWith("position_ids", StringComparison.Ordinal) && name is not ("input_resolution" or "context_length" or "vocab_size");
}
