using MlNetVad.Torch.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Networks.Clip;

/// <summary>
/// Finds a CLIP's tensors, asked for by OpenAI's names, in a file that has OpenAI's or Hugging Face's. The latter keeps queries, keys
/// and values apart and its projections the other way round.
/// </summary>
internal sealed class ClipNames(SafeTensorsReader weights)
{
    private static readonly Dictionary<string, string> Whole = new(StringComparer.Ordinal)
    {
        ["logit_scale"] = "logit_scale",
        ["visual.class_embedding"] = "vision_model.embeddings.class_embedding",
        ["visual.conv1.weight"] = "vision_model.embeddings.patch_embedding.weight",
        ["visual.positional_embedding"] = "vision_model.embeddings.position_embedding.weight",
        ["visual.ln_pre.weight"] = "vision_model.pre_layrnorm.weight",   // as Hugging Face spells it
        ["visual.ln_pre.bias"] = "vision_model.pre_layrnorm.bias",
        ["visual.ln_post.weight"] = "vision_model.post_layernorm.weight",
        ["visual.ln_post.bias"] = "vision_model.post_layernorm.bias",
        ["visual.proj"] = "visual_projection.weight",
        ["token_embedding.weight"] = "text_model.embeddings.token_embedding.weight",
        ["positional_embedding"] = "text_model.embeddings.position_embedding.weight",
        ["ln_final.weight"] = "text_model.final_layer_norm.weight",
        ["ln_final.bias"] = "text_model.final_layer_norm.bias",
        ["text_projection"] = "text_projection.weight",
    };

    private static readonly Dictionary<string, string> InBlock = new(StringComparer.Ordinal)
    {
        ["attn.out_proj"] = "self_attn.out_proj",
        ["ln_1"] = "layer_norm1",
        ["ln_2"] = "layer_norm2",
        ["mlp.c_fc"] = "mlp.fc1",
        ["mlp.c_proj"] = "mlp.fc2",
    };

    private readonly bool _huggingFace = weights.Contains("vision_model.embeddings.class_embedding");

    /// <summary>Whether the tensor is there.</summary>
    public bool Has(string name) => Sources(name).All(weights.Contains);

    /// <summary>The names that it has in the file.</summary>
    public string[] Sources(string name)
    {
        if (!_huggingFace)
        {
            return [name];
        }

        if (Whole.TryGetValue(name, out string? whole))
        {
            return [whole];
        }

        string[] parts = name.Split("transformer.resblocks.");                  // "visual." or "", "7.attn.in_proj_weight"
        string number = parts[1][..parts[1].IndexOf('.', StringComparison.Ordinal)], rest = parts[1][(number.Length + 1)..];
        string block = $"{(parts[0].Length > 0 ? "vision" : "text")}_model.encoder.layers.{number}.";
        const string joint = "attn.in_proj_";
        return rest.StartsWith(joint, StringComparison.Ordinal)
            ? [.. "qkv".Select(c => $"{block}self_attn.{c}_proj.{rest[joint.Length..]}")]
            : [block + InBlock[rest[..rest.LastIndexOf('.')]] + rest[rest.LastIndexOf('.')..]];
    }

    /// <summary>The shape that the tensor has under OpenAI's name.</summary>
    /// <exception cref="VadException">It is not there, or has not so many dimensions.</exception>
    public long[] Shape(string name, int dimensions)
    {
        WeightInfo info = weights.Find(Sources(name)[0]);
        return info.Shape.Count == dimensions
            ? [.. Turned(name) ? info.Shape.Reverse() : info.Shape]
            : throw new VadException($"{weights.Source} is no CLIP: its tensor '{info.Name}' has {Counted.Of(info.Shape.Count, "dimension")}, and {dimensions} belong there.");
    }

    /// <summary>Reads the tensor.</summary>
    /// <exception cref="VadException">It is not there.</exception>
    public Tensor Read(string name)
    {
        using var scope = NewDisposeScope();
        Tensor whole = cat([.. Sources(name).Select(weights.Read).Select(t => t.dim() == 0 ? t.reshape(1) : t)], 0);
        return (Turned(name) ? whole.t() : whole).MoveToOuterDisposeScope();
    }

    /// <summary>Gives a network of CLIP, or a tower, its weights, and freezes it.</summary>
    /// <param name="network">Its weights have OpenAI's names, less the prefix.</param>
    /// <param name="prefix">What the names have in front in a whole CLIP: "visual." for the image tower.</param>
    /// <exception cref="VadException">A tensor is missing or of another shape.</exception>
    public void Fill(nn.Module network, string prefix)
    {
        using (no_grad())
        {
            foreach ((string name, Tensor target) in network.state_dict())
            {
                using Tensor source = Read(prefix + name);
                if (!source.shape.SequenceEqual(target.shape))
                {
                    throw new VadException($"{weights.Source} is no CLIP: its tensor '{Sources(prefix + name)[0]}' is {WeightLayout.Show(source.shape)} where {WeightLayout.Show(target.shape)} belongs.");
                }

                target.copy_(source);
            }
        }

        foreach (Parameter parameter in network.parameters())
        {
            parameter.requires_grad = false;
        }

        network.eval();
    }

    private bool Turned(string name) => _huggingFace && name is ("visual.proj" or "text_projection");
}
