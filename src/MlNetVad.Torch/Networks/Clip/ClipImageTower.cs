using MlNetVad.Torch.Native;
using MlNetVad.Torch.Trainers.Optimization;
using MlNetVad.Torch.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Networks.Clip;

/// <summary>Patches, class token in front, learned places, norm, blocks, norm of the class token, projection.</summary>
internal sealed class ClipImageTower : nn.Module<Tensor, Tensor>
{
    private readonly Parameter class_embedding, positional_embedding, proj;
    private readonly Conv2d conv1;
    private readonly LayerNorm ln_pre, ln_post;
    private readonly ClipTransformer transformer;
    private readonly int _patchSize;

    public ClipImageTower(ClipOptions options)
        : base(nameof(ClipImageTower))
    {
        int width = options.Vision.Width, side = options.ImageSize / options.PatchSize;
        (_patchSize, ImageSize, EmbeddingWidth) = (options.PatchSize, options.ImageSize, options.EmbeddingWidth);
        class_embedding = nn.Parameter(zeros(width));
        positional_embedding = nn.Parameter(zeros(1 + (side * side), width));
        proj = nn.Parameter(zeros(width, options.EmbeddingWidth));
        conv1 = nn.Conv2d(3, width, _patchSize, _patchSize, bias: false);
        ln_pre = nn.LayerNorm(width);
        transformer = new ClipTransformer(options.Vision, causal: false);
        ln_post = nn.LayerNorm(width);
        RegisterComponents();
    }

    /// <summary>Rows and columns of a picture.</summary>
    public int ImageSize { get; }

    /// <summary>E, the numbers of a picture's vector.</summary>
    public int EmbeddingWidth { get; }

    /// <summary>Loads the image tower of a checkpoint and nothing else.</summary>
    /// <param name="weights">OpenAI's or Hugging Face's names.</param>
    /// <exception cref="VadException">A tensor is missing or of another shape.</exception>
    public static ClipImageTower Load(SafeTensorsReader weights)
    {
        ClipImageTower tower = FirstWeights.Any(() => new ClipImageTower(ClipOptions.Of(weights)));
        new ClipNames(weights).Fill(tower, "visual.");
        return tower;
    }

    /// <summary>Encodes pictures.</summary>
    /// <param name="images">[B, 3, H, W], red, green, blue, less CLIP's mean and over its deviation.</param>
    /// <returns>[B, E], not normalised.</returns>
    public override Tensor forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        Tensor windows = nn.functional.unfold(images, (_patchSize, _patchSize), stride: (_patchSize, _patchSize)).transpose(1, 2);   // [B, P, 3 p p]
        Tensor patches = nn.functional.linear(windows, conv1.weight!.flatten(1));                                                // [B, P, D]
        Tensor first = class_embedding.expand([images.shape[0], 1, class_embedding.shape[0]], false);                                                 // [B, 1, D]
        Tensor x = ln_pre.call(cat([first, patches], 1).Plus(positional_embedding));                                                            // [B, 1 + P, D]
        x = ln_post.call(transformer.call(x).select(1, 0));                                                                         // [B, D]
        return nn.functional.linear(x, proj.t()).MoveToOuterDisposeScope();                                                  // [B, E]
    }
}
