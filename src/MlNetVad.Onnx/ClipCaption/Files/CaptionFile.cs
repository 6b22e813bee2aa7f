using MlNetVad.Onnx.ClipCaption;
using MlNetVad.Persistence;

namespace MlNetVad.Onnx;

/// <summary>
/// Captions that were computed elsewhere. JSON lines, <c>{"video": "01", "frame": 4, "caption": "Two people walk."}</c>, or a table with
/// a header, <c>video,frame,caption</c>; in UTF-8. Frames are 0-based. A clip gets the caption of its own last frame, else of the nearest
/// earlier one of its video; before the first one, the first.
/// </summary>
/// <remarks>A file up to 32 MiB travels inside a saved model, a larger one stays where it is.</remarks>
public sealed class CaptionFile : Captioner, INeedsFiles
{
    /// <summary>The file. <c>*.csv</c> is a table, anything else JSON lines.</summary>
    public string? Path;

    /// <inheritdoc/>
    public IReadOnlyList<NeededFile> NeededFiles() =>
        [new(nameof(Path), "the file of captions", Path ?? "", "made by any captioner of yours: a line a clip, with video, frame and caption (docs/captions.md)")];

    internal override void Validate()
    {
        if (string.IsNullOrWhiteSpace(Path))
        {
            throw new VadException($"{nameof(CaptionFile)}.{nameof(Path)} is not set; give a file of captions, JSON lines or CSV.");
        }
    }

    internal override ReadyCaptioner Prepare()
    {
        Validate();
        return CaptionLookup.Of(ModelFile.Open(Path!, "the file of captions"));
    }
}
