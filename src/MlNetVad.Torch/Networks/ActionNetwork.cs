using MlNetVad.Torch.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Networks;

/// <summary>
/// Action features of object clips (scene-adaptive SVAD, section 3.2, figure 3): a temporal fusion component over the encoded frames, and
/// the middle frame beside it. Its blocks begin by adding nothing, so that training starts from the mean of the frames.
/// </summary>
internal sealed class ActionNetwork : nn.Module
{
    private const double PositionDeviation = 0.02;
    private readonly Parameter positions;
    private readonly ModuleList<VitBlock> tfc;
    private readonly Linear? text;

    /// <summary>What is taken off every frame's vector of length 1, [D]; zeros for encoders whose vectors already lie around the origin.</summary>
    internal readonly Tensor mean;

    public ActionNetwork(ActionNetworkOptions options)
        : base(nameof(ActionNetwork))
    {
        Options = options;
        positions = nn.Parameter(randn([options.Frames, options.Width]) * PositionDeviation);
        tfc = new ModuleList<VitBlock>([.. Enumerable.Range(0, options.Layers).Select(_ => new VitBlock(options.Width, options.Heads, options.MlpRatio, silent: true))]);
        text = options.TextWidth == options.Width ? null : nn.Linear(options.TextWidth, options.Width, hasBias: false);
        mean = zeros(options.Width);
        RegisterComponents();
    }

    /// <summary>Its sizes.</summary>
    public ActionNetworkOptions Options { get; }

    /// <summary>F^video.</summary>
    /// <param name="frames">[B, n, D], as the encoder gives them.</param>
    /// <returns>[B, D], each of length 1.</returns>
    public Tensor Features(Tensor frames)
    {
        using var scope = NewDisposeScope();
        Tensor f = nn.functional.normalize(nn.functional.normalize(frames, dim: -1).Minus(mean), dim: -1);         // [B, n, D]
        Tensor x = f.Times(Math.Sqrt(Options.Width)).Plus(positions);                                             // numbers of about 1
        foreach (VitBlock block in tfc)
        {
            x = block.call(x);
        }

        Tensor fused = nn.functional.normalize(x.mean([1]), dim: -1);                                             // [B, D]
        Tensor middle = f.select(1, Options.Frames / 2);
        Tensor mixed = fused.Times(Options.Alpha).Plus(middle.Times(1 - Options.Alpha));
        return nn.functional.normalize(mixed, dim: -1).MoveToOuterDisposeScope();
    }

    /// <summary>F^text: what the text encoder gave, brought to the features' width where it has another.</summary>
    /// <param name="texts">[N, E].</param>
    /// <returns>[N, D], each of length 1.</returns>
    public Tensor Texts(Tensor texts)
    {
        using var scope = NewDisposeScope();
        return nn.functional.normalize(text is null ? texts : text.call(texts), dim: -1).MoveToOuterDisposeScope();
    }
}

/// <summary>The sizes of an <see cref="ActionNetwork"/>.</summary>
/// <param name="Frames">n, frames of an object's clip.</param>
/// <param name="Width">D, numbers of a frame; the heads divide it.</param>
/// <param name="TextWidth">E, numbers of a text.</param>
/// <param name="Layers">Blocks of the temporal fusion.</param>
/// <param name="Heads">Heads of its attention.</param>
/// <param name="MlpRatio">How much wider a block is inside.</param>
/// <param name="Alpha">α, how much the fusion counts beside the middle frame, 0 … 1.</param>
internal sealed record ActionNetworkOptions(int Frames, int Width, int TextWidth, int Layers, int Heads, int MlpRatio, double Alpha)
{
    public void Write(BinaryWriter writer)
    {
        foreach (int size in (ReadOnlySpan<int>)[Frames, Width, TextWidth, Layers, Heads, MlpRatio])
        {
            writer.Write(size);
        }

        writer.Write(Alpha);
    }

    public static ActionNetworkOptions Read(BinaryReader reader) => new(
        reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadDouble());
}
