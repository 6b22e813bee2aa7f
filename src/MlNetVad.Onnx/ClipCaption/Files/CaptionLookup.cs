using MlNetVad.Persistence;

namespace MlNetVad.Onnx.ClipCaption;

/// <summary>Looks captions up by video and frame.</summary>
internal sealed class CaptionLookup : ReadyCaptioner, IClipDescriber
{
    private readonly ModelFile _file;
    private readonly Dictionary<string, VideoCaptions> _videos;

    private CaptionLookup(ModelFile file, Dictionary<string, VideoCaptions> videos)
    {
        _file = file;
        _videos = videos;
    }

    public override CaptionerKind Kind => CaptionerKind.File;

    public override bool IsLookup => true;

    public bool IsThreadSafe => true;

    public string Fingerprint => _file.Sha256;

    public override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("captioner", "a file of captions"),
        ("file", _file.ToString()),
        ("captions", $"{_videos.Values.Sum(v => (long)v.Count):N0} of {Counted.Of(_videos.Count, "video", "N0")}"),
    ];

    /// <summary>Reads the captions of a file.</summary>
    /// <exception cref="VadException">A line is malformed, or comes twice.</exception>
    public static CaptionLookup Of(ModelFile file) => new(file, VideoCaptions.Group(CaptionLines.Read(file), file.Name));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static CaptionLookup Read(BinaryReader reader) => Of(ModelFile.Read(reader));

    public override void Write(BinaryWriter writer) => _file.Write(writer);

    public override IClipDescriber Open() => this;

    public string Describe(in CaptionedClip clip, CancellationToken cancellationToken) =>
        _videos.TryGetValue(clip.Video, out VideoCaptions? captions)
            ? captions.At(clip.Frame)
            : throw new VadException($"'{_file.Name}' has no captions of video '{clip.Video}'; it has those of {Names()}. Add them, or name the videos as there.");

    public void Dispose()
    {
        // there is nothing open
    }

    private string Names()
    {
        const int Shown = 5;
        string names = string.Join(", ", _videos.Keys.Order(StringComparer.Ordinal).Take(Shown).Select(v => $"'{v}'"));
        return _videos.Count > Shown ? $"{names} and {_videos.Count - Shown} more" : names;
    }
}
