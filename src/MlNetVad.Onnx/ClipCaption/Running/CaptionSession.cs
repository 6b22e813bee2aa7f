namespace MlNetVad.Onnx.ClipCaption;

/// <summary>What all runs of a component share: the opened captioner and the captions that are known already. Thread-safe.</summary>
/// <param name="captioner">The captioner.</param>
/// <param name="memory">Captions of this program's run.</param>
/// <param name="cache">Captions on disk; null for none.</param>
internal sealed class CaptionSession(ReadyCaptioner captioner, CaptionMemory memory, CaptionCache? cache)
{
    private readonly Lock _lock = new();
    private readonly Lock _turn = new();
    private IClipDescriber? _describer;

    public ReadyCaptioner Captioner { get; } = captioner;

    public CaptionMemory Memory { get; } = memory;

    public CaptionCache? Cache { get; } = cache;

    /// <summary>The cache that options ask for.</summary>
    /// <param name="captioner">One that looks captions up needs none.</param>
    /// <param name="options">Where and how large.</param>
    /// <param name="makeFolder">Whether its folder is made; else there is no cache where there is no folder: a model came from another machine.</param>
    /// <exception cref="VadException">The folder cannot be made, or the captioner's captions cannot be kept.</exception>
    public static CaptionCache? OpenCache(ReadyCaptioner captioner, ClipCaptionEstimator.Options options, bool makeFolder)
    {
        if (options.CachePath is null || captioner.IsLookup)
        {
            return null;
        }

        if (captioner.WhyNoCache is { } why)
        {
            throw new VadException(why);
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(options.CachePath)) ?? Path.GetFullPath(options.CachePath);
        if (makeFolder)
        {
            MakeFolder(folder, options.CachePath);
        }
        else if (!Directory.Exists(folder))
        {
            return null;
        }

        var cache = new CaptionCache(options.CachePath, options.CacheBytes);
        if (makeFolder)
        {
            cache.Open(options.OnWarning ?? (_ => { }));
        }

        return cache;
    }

    /// <summary>Opens the captioner if that has not been done.</summary>
    /// <exception cref="VadException">A file or a setting is wrong.</exception>
    public IClipDescriber Open()
    {
        lock (_lock)
        {
            return _describer ??= Captioner.Open();
        }
    }

    /// <summary>Asks the captioner.</summary>
    public string Describe(in CaptionedClip clip, CancellationToken cancellationToken)
    {
        IClipDescriber describer = Open();
        if (describer.IsThreadSafe)
        {
            return describer.Describe(in clip, cancellationToken);
        }

        lock (_turn)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return describer.Describe(in clip, cancellationToken);
        }
    }

    private static void MakeFolder(string folder, string path)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VadException($"The folder of the caption cache '{path}' cannot be made ({e.Message.Split('\n')[0].TrimEnd('.')}); give another CachePath.", e);
        }
    }
}
