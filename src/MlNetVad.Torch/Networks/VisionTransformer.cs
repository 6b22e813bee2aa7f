using MlNetVad.Torch.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Networks;

/// <summary>Patch embedding, class token in front, fixed positions, blocks, final norm.</summary>
internal sealed class VisionTransformer : nn.Module<Tensor, FrameTokens>
{
    private const double ClassTokenDeviation = 0.02;
    private readonly Linear embed;
    private readonly Parameter cls;
    private readonly ModuleList<VitBlock> blocks;
    private readonly LayerNorm norm;
    private readonly SinCosPositions _positions;
    private readonly int _patchSize;

    public VisionTransformer(PredictorOptions options, int width, int heads, int depth, int mlpRatio)
        : base(nameof(VisionTransformer))
    {
        _patchSize = options.PatchSize;
        _positions = new SinCosPositions(options.Rows, options.Columns, width);
        embed = nn.Linear(options.Channels * _patchSize * _patchSize, width);
        cls = nn.Parameter(randn([width]) * ClassTokenDeviation);
        blocks = new ModuleList<VitBlock>([.. Enumerable.Range(0, depth).Select(_ => new VitBlock(width, heads, mlpRatio))]);
        norm = nn.LayerNorm(width);
        RegisterComponents();
    }

    /// <summary>Encodes images.</summary>
    /// <param name="images">[B, C, H, W].</param>
    /// <returns>Tokens [B, 1 + P, D] and the patch embeddings before positions [B, P, D].</returns>
    public override FrameTokens forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        Tensor embedded = embed.call(Patches.Patchify(images, _patchSize));                                // [B, P, D]
        Tensor first = cls.expand([images.shape[0], 1, cls.shape[0]], false);                              // [B, 1, D]
        Tensor tokens = cat([first, embedded.Plus(_positions.For(embedded))], 1);                              // [B, 1 + P, D]
        foreach (VitBlock block in blocks)
        {
            tokens = block.call(tokens);
        }

        return new FrameTokens(norm.call(tokens).MoveToOuterDisposeScope(), embedded.MoveToOuterDisposeScope());
    }
}
