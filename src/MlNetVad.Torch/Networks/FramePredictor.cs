using MlNetVad.Torch.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Networks;

/// <summary>
/// Predicts the next frame, and the sentence embedding that goes with it, from the last T frames, through filters that learned
/// to let only normal content pass (SFN-VAD, SIB-VAD). Initial weights come from the global random generator: seed it first.
/// </summary>
public sealed class FramePredictor : nn.Module
{
    /// <summary>[C, H, W]: the scene without moving things, zeros at first; saved with the weights.</summary>
    public readonly Tensor background;

    private readonly AppearanceEncoder _appearance;
    private readonly MotionEncoder? _motion;
    private readonly FusionEncoder _fusion;
    private readonly JointDecoder _decoder;
    private readonly FrameHead _frameHead;
    private readonly Linear? text_in;
    private readonly Mlp? text_head;

    /// <summary>Builds a network of random weights.</summary>
    /// <param name="options">Its shape; a copy is kept.</param>
    /// <exception cref="VadException">The options do not fit together, or libtorch cannot be loaded here.</exception>
    public FramePredictor(PredictorOptions options)
        : base(Ready(nameof(FramePredictor)))
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        PredictorOptions o = Options = options.Clone();
        background = zeros([o.Channels, o.Height, o.Width]);
        _appearance = new AppearanceEncoder(o);
        _motion = o.UseMotion ? new MotionEncoder(o) : null;
        text_in = o.HasText ? nn.Linear(o.TextDimension, o.Dimension) : null;
        text_head = o.HasText ? new Mlp(o.Dimension, 4 * o.Dimension, o.TextDimension) : null;
        _fusion = new FusionEncoder(o);
        _decoder = new JointDecoder(o);
        _frameHead = new FrameHead(o);
        RegisterComponents();
        foreach (INetworkPart? part in (INetworkPart?[])[_appearance, _motion, _fusion, _decoder, _frameHead])
        {
            part?.Register(this);
        }
    }

    /// <summary>A copy of the options it was built with.</summary>
    public PredictorOptions Options { get; }

    /// <summary>Encodes one frame, or one frame of each row of a batch.</summary>
    /// <param name="frames">[B, C, H, W], normalised.</param>
    /// <returns>What the prediction needs of it.</returns>
    /// <exception cref="InvalidOperationException">The network takes frozen tokens; see <see cref="EncodeTokens"/>.</exception>
    public FrameTokens EncodeFrame(Tensor frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        return _appearance.Encode(Options.SubtractBackground ? frames.Minus(background) : frames);
    }

    /// <summary>Takes one frame's tokens of a frozen encoder.</summary>
    /// <param name="tokens">[B, 1 + P, w]: its last hidden state, the class token first.</param>
    /// <param name="embedded">[B, P, w]: its patch embeddings; used by the skip alone, so null for a frame that the skip does not take.</param>
    /// <returns>What the prediction needs of it.</returns>
    /// <exception cref="InvalidOperationException">The network encodes frames itself; see <see cref="EncodeFrame"/>.</exception>
    public FrameTokens EncodeTokens(Tensor tokens, Tensor? embedded) => _appearance.Project(tokens, embedded);

    /// <summary>Predicts from encoded frames.</summary>
    /// <param name="frames">[B, T, C, H, W], normalised, oldest first.</param>
    /// <param name="encoded">Each of the T frames, encoded.</param>
    /// <param name="text">[B, S]: the frames' sentence embeddings; null without a semantic branch.</param>
    /// <returns>The prediction.</returns>
    public Prediction Predict(Tensor frames, IReadOnlyList<FrameTokens> encoded, Tensor? text)
    {
        Check(frames, text);
        ArgumentNullException.ThrowIfNull(encoded);
        if (encoded.Count != Options.InputFrames)
        {
            throw new ArgumentException($"The network predicts from {Options.InputFrames} encoded frames; {encoded.Count} were given.", nameof(encoded));
        }

        using var scope = NewDisposeScope();
        Tensor tokens = cat([.. encoded.Select(frame => frame.Tokens)], -1); // [B, 1 + P, T d]
        Tensor? skipped = Options.Skip ? cat([.. encoded.Skip(Options.InputFrames - Options.SkipFrames).Select(Embedded)], -1) : null;
        return Move(Finish(frames, tokens, skipped, text));
    }

    /// <summary>Encodes all frames at once and predicts.</summary>
    /// <param name="frames">[B, T, C, H, W], normalised, oldest first.</param>
    /// <param name="text">[B, S]: the frames' sentence embeddings; null without a semantic branch.</param>
    /// <returns>The prediction.</returns>
    public Prediction forward(Tensor frames, Tensor? text)
    {
        Check(frames, text);
        using var scope = NewDisposeScope();
        (long batch, long count) = (frames.shape[0], frames.shape[1]);
        FrameTokens all = EncodeFrame(frames.flatten(0, 1));
        Tensor tokens = SideBySide(all.Tokens, batch, count, count);
        Tensor? skipped = Options.Skip ? SideBySide(all.Embedded!, batch, count, Options.SkipFrames) : null;
        return Move(Finish(frames, tokens, skipped, text));
    }

    /// <summary>Takes the frozen tokens of all frames at once and predicts.</summary>
    /// <param name="frames">[B, T, C, H, W], normalised, oldest first: what motion and base image see.</param>
    /// <param name="tokens">[B, T, 1 + P, w]: the last hidden states of the frozen encoder, class tokens first.</param>
    /// <param name="embedded">[B, K, P, w]: its patch embeddings of the last K = SkipFrames frames; null lets the skip carry the
    /// patches' last hidden states in their place.</param>
    /// <param name="text">[B, S]: the frames' sentence embeddings; null without a semantic branch.</param>
    /// <returns>The prediction.</returns>
    /// <exception cref="ArgumentException">A tensor is not of the network's shape, or the network encodes frames itself.</exception>
    public Prediction PredictFromTokens(Tensor frames, Tensor tokens, Tensor? embedded, Tensor? text)
    {
        Check(frames, text);
        CheckTokens(tokens, nameof(tokens), Options.InputFrames, 1 + Options.Patches);
        using var scope = NewDisposeScope();
        (long batch, long count, long taken) = (tokens.shape[0], tokens.shape[1], Options.SkipFrames);
        FrameTokens all = EncodeTokens(tokens.flatten(0, 1), null);
        Tensor? skipped = null;
        if (Options.Skip)
        {
            embedded ??= tokens.narrow(1, count - taken, taken).narrow(2, 1, Options.Patches);
            CheckTokens(embedded, nameof(embedded), Options.SkipFrames, Options.Patches);
            skipped = SideBySide(embedded.flatten(0, 1), batch, taken, taken);
        }

        return Move(Finish(frames, SideBySide(all.Tokens, batch, count, count), skipped, text));
    }

    private static string Ready(string name)
    {
        TorchLibrary.Require();
        return name;
    }

    private static Tensor Embedded(FrameTokens frame) =>
        frame.Embedded ?? throw new ArgumentException("The skip takes the last frames' patch embeddings; one has none.", nameof(frame));

    // [B T, P, w] to [B, P, taken w], the last frames' channels side by side
    private static Tensor SideBySide(Tensor all, long batch, long count, long taken)
    {
        Tensor perFrame = all.reshape(batch, count, all.shape[1], all.shape[2]);
        if (taken < count)
        {
            perFrame = perFrame.narrow(1, count - taken, taken);
        }

        return perFrame.transpose(1, 2).reshape(batch, all.shape[1], taken * all.shape[2]);
    }

    private static Prediction Move(Prediction made) => new(
        made.Frame.MoveToOuterDisposeScope(), made.Text?.MoveToOuterDisposeScope(), made.Balance?.MoveToOuterDisposeScope(),
        [.. made.Counts.Select(counts => counts.MoveToOuterDisposeScope())], made.Fused.MoveToOuterDisposeScope());

    private Prediction Finish(Tensor frames, Tensor tokens, Tensor? skipped, Tensor? text)
    {
        Tensor visual = _appearance.Join(tokens);         // [B, 1 + P, d]
        Tensor? motion = _motion?.Encode(frames);         // [B, 1 + P, d]
        Tensor? word = text is null || text_in is null ? null : text_in.call(text).unsqueeze(1); // [B, 1, d]
        Tensor fused = _fusion.Fuse(visual, motion, word);
        Decoded decoded = _decoder.Decode(fused, word);
        Tensor patches = decoded.Tokens.narrow(1, decoded.Tokens.shape[1] - Options.Patches, Options.Patches);
        Tensor frame = _frameHead.Draw(patches, skipped);
        frame = Options.BaseImage switch
        {
            BaseImage.LastFrame => frame.Plus(frames.select(1, -1)),
            BaseImage.LinearExtrapolation => frame.Plus(frames.select(1, -1).Times(2)).Minus(frames.select(1, -2)),
            BaseImage.Background => frame.Plus(background),
            _ => frame,
        };
        return new Prediction(frame, text_head?.call(decoded.Tokens.select(1, 0)), decoded.Balance, decoded.Counts, fused);
    }

    private void Check(Tensor frames, Tensor? text)
    {
        ArgumentNullException.ThrowIfNull(frames);
        long[] expected = [Options.InputFrames, Options.Channels, Options.Height, Options.Width];
        if (frames.shape.Length != 5 || !frames.shape.AsSpan(1).SequenceEqual(expected))
        {
            throw new ArgumentException($"The network takes frames of [B, {string.Join(", ", expected)}]; these are [{string.Join(", ", frames.shape)}].", nameof(frames));
        }

        if (Options.HasText && (text is null || text.shape.Length != 2 || text.shape[1] != Options.TextDimension))
        {
            throw new ArgumentException($"The network takes sentence embeddings of [B, {Options.TextDimension}]; give zeros where there is no caption.", nameof(text));
        }
    }

    private void CheckTokens(Tensor tokens, string name, int frames, int count)
    {
        ArgumentNullException.ThrowIfNull(tokens, name);
        long[] expected = [frames, count, Options.AppearanceTokenWidth];
        if (tokens.shape.Length != 4 || !tokens.shape.AsSpan(1).SequenceEqual(expected))
        {
            throw new ArgumentException($"The network takes tokens of [B, {string.Join(", ", expected)}]; these are [{string.Join(", ", tokens.shape)}].", name);
        }
    }
}
