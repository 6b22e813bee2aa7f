using MlNetVad.Transforms;

namespace MlNetVad.Onnx;

/// <summary>What puts clips into words: give one to <c>ml.Transforms.CaptionClip</c>.</summary>
public abstract class Captioner
{
    private protected Captioner()
    {
    }

    /// <summary>Whether a range or a combination of options is wrong.</summary>
    /// <exception cref="VadException">It is.</exception>
    internal abstract void Validate();
}

/// <summary>A captioner that is ready: it describes one clip after another. Not thread-safe.</summary>
internal interface IClipDescriber : IDisposable
{
    /// <summary>A hash of everything beside the clip that decides the words: network, prompt, settings. Part of the cache's key.</summary>
    string Fingerprint { get; }

    /// <summary>Puts a clip into words.</summary>
    /// <exception cref="VadException">The captioner cannot answer; the message is one sentence.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    string Describe(in CaptionedClip clip, CancellationToken cancellationToken);
}

/// <summary>The frames that a captioner sees: the clip without the frame that is to be predicted.</summary>
/// <param name="frames">[t, H, W, C], RGB or grey.</param>
/// <param name="shape">t, H, W, C.</param>
/// <param name="video">The video's id.</param>
/// <param name="frame">The 0-based index of the whole clip's last frame.</param>
internal readonly ref struct CaptionedClip(ReadOnlySpan<byte> frames, ClipShape shape, string video, long frame)
{
    public ReadOnlySpan<byte> Frames { get; } = frames;

    public ClipShape Shape { get; } = shape;

    public string Video { get; } = video;

    public long Frame { get; } = frame;
}
