using static TorchSharp.torch;

namespace MlNetVad.Torch.Networks;

/// <summary>Memories in place of filters: one for the visual tokens and, with a semantic branch, one for the text token.</summary>
internal sealed class MemoryFilter : FeatureFilter
{
    private readonly MemoryModule visual;
    private readonly MemoryModule? text;

    public MemoryFilter(PredictorOptions options)
        : base(nameof(MemoryFilter))
    {
        visual = new MemoryModule(options.MemorySlots, options.Dimension, options.MemoryShrink);
        text = options.HasText ? new MemoryModule(options.MemorySlots, options.Dimension, options.MemoryShrink) : null;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Filtered forward(Tensor tokens)
    {
        if (text is null)
        {
            return new Filtered(visual.call(tokens));
        }

        using var scope = NewDisposeScope();
        Tensor word = text.call(tokens.narrow(1, 0, 1));
        Tensor seen = visual.call(tokens.narrow(1, 1, tokens.shape[1] - 1));
        return new Filtered(cat([word, seen], 1).MoveToOuterDisposeScope());
    }
}
