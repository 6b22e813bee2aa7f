namespace MlNetVad.Torch.Networks;

/// <summary>
/// The shape of the network that predicts the next frame and its meaning (SFN-VAD, SIB-VAD). The defaults are the compact,
/// weights-free profile; <see cref="Paper"/> is the papers'. Nothing here changes after a network is built.
/// </summary>
public sealed partial class PredictorOptions
{
    /// <summary>Height of a frame, in pixels: a multiple of <see cref="PatchSize"/>.</summary>
    public int Height = 128;

    /// <summary>Width of a frame, in pixels: a multiple of <see cref="PatchSize"/>.</summary>
    public int Width = 192;

    /// <summary>Channels of a frame: 1 is grey, 3 is colour.</summary>
    public int Channels = 1;

    /// <summary>Side of a square patch, in pixels; a frame has P = (Height / PatchSize) · (Width / PatchSize) of them.</summary>
    public int PatchSize = 16;

    /// <summary>T: how many frames the next one is predicted from; 4 in the papers, at least 2 with motion.</summary>
    public int InputFrames = 4;

    /// <summary>d: the width of a token; a multiple of 4 and of <see cref="Heads"/>. 256 in the authors' code.</summary>
    public int Dimension = 96;

    /// <summary>Attention heads everywhere but in the motion branch; 4 in the authors' code.</summary>
    public int Heads = 2;

    /// <summary>Blocks of the trained appearance encoder, at least 1; unused with frozen tokens.</summary>
    public int AppearanceDepth = 1;

    /// <summary>Hidden width of the appearance encoder's MLPs, as a multiple of d.</summary>
    public int AppearanceMlpRatio = 4;

    /// <summary>
    /// 0: a patch encoder is trained on the frames. Above 0: tokens of this width come from a frozen encoder outside,
    /// 1 + P a frame, and its patch embeddings, P a frame, feed the skip (1024 for the papers' InternViT).
    /// </summary>
    public int AppearanceTokenWidth;

    /// <summary>Whether frame differences are encoded too: V+M instead of V in the ablation tables.</summary>
    public bool UseMotion = true;

    /// <summary>Width of a motion token; a multiple of 4 and of <see cref="MotionHeads"/>. 128 in the authors' code.</summary>
    public int MotionDimension = 96;

    /// <summary>Blocks of each motion encoder, at least 1; 4 in the authors' code.</summary>
    public int MotionDepth = 1;

    /// <summary>Attention heads of the motion encoders; 4 in the authors' code.</summary>
    public int MotionHeads = 2;

    /// <summary>Hidden width of the motion encoders' MLPs, as a multiple of their width; 2 in the authors' code.</summary>
    public int MotionMlpRatio = 2;

    /// <summary>S: the width of a sentence embedding; 0 leaves the semantic branch out, or in training takes the width of the column that is named. 768 for SimCSE-BERT.</summary>
    public int TextDimension = 768;

    /// <summary>How the modalities meet.</summary>
    public FusionKind Fusion = FusionKind.Cross;

    /// <summary>Layers of cross fusion, at least 1; 4 in SIB-VAD.</summary>
    public int FusionDepth = 1;

    /// <summary>Where the learned scale of each residual branch of cross fusion starts; 0 in the authors' code.</summary>
    public float ReZeroStart = 0.1f;

    /// <summary>Blocks of the decoder, at least 1; 4 in the papers.</summary>
    public int DecoderDepth = 4;

    /// <summary>Hidden width of the decoder's MLPs, as a multiple of d; 4 in the papers.</summary>
    public int DecoderMlpRatio = 4;

    /// <summary>What follows each block of the decoder.</summary>
    public FilterKind Filter = FilterKind.SparseFeatureFiltering;

    /// <summary>Whether the tokens also pass round the filter; the papers let them only through it.</summary>
    public bool FilterResidual;

    /// <summary>N: filters that tokens are routed to; 1, 3, 15, 31 or 63 in the ablation tables.</summary>
    public int RoutedFilters = 63;

    /// <summary>K: filters a token is routed to, 1 to N.</summary>
    public int ActiveFilters = 7;

    /// <summary>Filters that every token passes, 0 or more.</summary>
    public int SharedFilters = 1;

    /// <summary>d by the width of a bottleneck, at least 1; 32, 4/3 and 16 for Ped2, Avenue and ShanghaiTech in the papers.</summary>
    public double Reduction = 32;

    /// <summary>The weights of the chosen filters; the authors' code has <see cref="GateMode.Renormalized"/>.</summary>
    public GateMode Gate = GateMode.Renormalized;

    /// <summary>M: slots of a memory; 128 to 1024 in the ablation tables.</summary>
    public int MemorySlots = 256;

    /// <summary>Where memories stand, if <see cref="Filter"/> is <see cref="FilterKind.Memory"/>.</summary>
    public MemoryPlacement MemoryPlacement = MemoryPlacement.Bottleneck;

    /// <summary>
    /// Memory weights up to this many even shares 1 / M become 0; 0 up to, not including, 1, so that the most similar slot
    /// always stays. The default is 0.0025 at 256 slots.
    /// </summary>
    public double MemoryShrink = 0.64;

    /// <summary>Whether the patch embedding of the last frames goes round the decoder to the frame head, as in the papers.</summary>
    public bool Skip = true;

    /// <summary>How many of the last input frames the skip carries, 1 to T; 1 in the papers.</summary>
    public int SkipFrames = 1;

    /// <summary>Channels between the two convolutions of the frame head.</summary>
    public int HeadChannels = 8;

    /// <summary>What the frame head adds its output to; <see cref="BaseImage.None"/> in the papers.</summary>
    public BaseImage BaseImage = BaseImage.LastFrame;

    /// <summary>Whether the trained appearance encoder sees a frame minus the background.</summary>
    public bool SubtractBackground;

    /// <summary>P: patches of a frame.</summary>
    public int Patches => Rows * Columns;

    /// <summary>h: the width of a bottleneck, max(1, round(d / Reduction)).</summary>
    public int FilterWidth => Math.Max(1, (int)Math.Round(Dimension / Reduction));

    internal int Rows => Height / PatchSize;

    internal int Columns => Width / PatchSize;

    internal bool HasText => TextDimension > 0;

    internal bool FrozenAppearance => AppearanceTokenWidth > 0;

    /// <summary>
    /// Small enough to train on a CPU in minutes, with no file to download: the defaults, without the skip. A small network trained
    /// for minutes sends anomalies round the filter with it (docs/accuracy.md).
    /// </summary>
    /// <returns>New options.</returns>
    public static PredictorOptions Compact() => new() { Skip = false };

    /// <summary>The papers' network with the authors' sizes; its appearance tokens come from a frozen vision tower.</summary>
    /// <returns>New options.</returns>
    public static PredictorOptions Paper() => new()
    {
        Height = 448,
        Width = 448,
        Channels = 3,
        PatchSize = 14,
        Dimension = 256,
        Heads = 4,
        AppearanceTokenWidth = 1024,
        MotionDimension = 128,
        MotionDepth = 4,
        MotionHeads = 4,
        FusionDepth = 4,
        ReZeroStart = 0,
        BaseImage = BaseImage.None,
    };
}
