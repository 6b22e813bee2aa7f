using MlNetVad.Transforms;

namespace MlNetVad.Onnx;

/// <summary>What puts clips into words: give one to <c>ml.Transforms.CaptionClip</c>.</summary>
public abstract class Captioner
{
    /// <summary>The papers' question (SFN-VAD, section 4.1).</summary>
    public const string PaperPrompt = "Describe the scene in the video segment, what objects are present, and what is each person doing?";

    private protected Captioner()
    {
    }

    /// <summary>Whether a range or a combination of options is wrong.</summary>
    /// <exception cref="VadException">It is.</exception>
    internal abstract void Validate();

    /// <summary>Finds the files and takes a copy of the options, so that both can be saved.</summary>
    /// <exception cref="VadException">A file is missing or is not what it should be.</exception>
    internal abstract ReadyCaptioner Prepare();
}

/// <summary>A captioner with its files found. It can be saved, and opened. Thread-safe.</summary>
internal abstract class ReadyCaptioner
{
    /// <summary>What it is in a saved model; <see cref="CaptionerCodec"/> knows each.</summary>
    public abstract CaptionerKind Kind { get; }

    /// <summary>Whether a description can fail for a reason that may pass, so that the last caption must be kept.</summary>
    public virtual bool MayFail => false;

    /// <summary>Whether captions are looked up by video and frame: at once, and never kept by the clip's bytes.</summary>
    public virtual bool IsLookup => false;

    /// <summary>Why its captions cannot be kept in a file, as one sentence; null where they can.</summary>
    public virtual string? WhyNoCache => null;

    /// <summary>The options in words, for <c>mlnetvad inspect</c>.</summary>
    public abstract IReadOnlyList<(string Name, string Value)> Settings { get; }

    /// <summary>Makes it ready to describe clips.</summary>
    /// <exception cref="VadException">A file or a setting is wrong.</exception>
    public abstract IClipDescriber Open();

    /// <summary>Writes options and files, little-endian; <see cref="CaptionerCodec"/> reads them.</summary>
    public abstract void Write(BinaryWriter writer);
}

/// <summary>A captioner that is ready: it describes one clip after another.</summary>
internal interface IClipDescriber : IDisposable
{
    /// <summary>A hash of everything beside the clip that decides the words: network, prompt, settings. Part of the cache's key.</summary>
    string Fingerprint { get; }

    /// <summary>Whether several threads may call <see cref="Describe"/> at once; else they wait for each other.</summary>
    bool IsThreadSafe => false;

    /// <summary>Puts a clip into words.</summary>
    /// <exception cref="VadException">The captioner cannot answer and never will; the message is one sentence.</exception>
    /// <exception cref="CaptionFailureException">It cannot answer now.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    string Describe(in CaptionedClip clip, CancellationToken cancellationToken);
}

/// <summary>A clip could not be put into words, this time.</summary>
/// <param name="kind">What went wrong in two or three words, the same for every failure of its kind.</param>
/// <param name="message">One sentence for the user; never a key.</param>
/// <param name="isConfiguration">Whether it fails until somebody changes the settings: then training stops with the message.</param>
internal sealed class CaptionFailureException(string kind, string message, bool isConfiguration = false) : Exception(message)
{
    public string Kind { get; } = kind;

    public bool IsConfiguration { get; } = isConfiguration;
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
