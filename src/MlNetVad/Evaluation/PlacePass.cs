using MlNetVad.Evaluation.Metrics;
using MlNetVad.Video;

namespace MlNetVad.Evaluation;

/// <summary>
/// Compares what a model says of places with pixel masks or tracks, frame by frame: pixels under its objects' boxes, and regions. Three kinds of regions are
/// counted, whichever the model gives: every object with its own score, the place of the rarest part of a fused score, one a frame, with the frame's score,
/// and the regions of an error map (<see cref="ErrorMap.Regions"/>).
/// </summary>
internal sealed class PlacePass(VideoSource dataset, FrameFormat size, TrackFile? tracks, string? tracksPath) : IDisposable
{
    private readonly byte[] _mask = new byte[size.FrameBytes];
    private readonly PixelAuc _pixels = new();
    private readonly RegionDetection _objects = new(), _places = new(), _errors = new();
    private readonly MaskTracks _maskTracks = new();
    private VadVideo? _video;
    private FrameReader? _masks;
    private bool _hasObjects, _hasPlaces, _hasErrors, _hasMasks;

    /// <summary>Pixel counts, or null where the model has neither objects nor error maps, or the set no masks.</summary>
    public PixelAuc? Pixels => (_hasObjects || _hasErrors) && _hasMasks ? _pixels : null;

    /// <summary>Region figures; none where the model says nothing of places, or where there are neither masks nor tracks.</summary>
    public IReadOnlyList<RegionFigures> Regions =>
    [
        .. _hasObjects && HasTruth ? [RegionFigures.Of("every object's box, by the object's own score", Truth, _objects)] : (RegionFigures[])[],
        .. _hasPlaces && HasTruth ? [RegionFigures.Of("the place of the score's rarest part, one a frame at most, by the frame's score", Truth, _places)] : (RegionFigures[])[],
        .. _hasErrors && HasTruth ? [RegionFigures.Of("the error map's regions (cells at least half way from the frame's median to its largest, 8-connected), by the frame's score and their share of the largest", Truth, _errors)] : (RegionFigures[])[],
    ];

    private bool HasTruth => _hasMasks || tracks is not null;

    private string Truth => tracks is not null
        ? $"tracks of '{tracksPath}'"
        : "8-connected components of the pixel masks, linked from frame to frame by their boxes' largest intersection over union";

    /// <summary>Begins a video.</summary>
    public void Begin(string video, CancellationToken cancellationToken)
    {
        _masks?.Dispose();
        _video = dataset.Videos.First(v => v.Id == video);
        _masks = _video.OpenMasks(size, cancellationToken);
        _maskTracks.Reset();
        _hasMasks |= _masks is not null;
    }

    /// <summary>Takes the video's next frame.</summary>
    /// <exception cref="VadException">The masks end before the video.</exception>
    public void Add(FrameScore frame)
    {
        IReadOnlyList<ScoredBox> errors = frame.ErrorMap?.Regions(frame.Score, size.Width, size.Height) ?? [];
        _hasErrors |= errors.Count > 0;
        if (_masks is not null)
        {
            if (!_masks.Read(_mask))
            {
                throw new VadException($"Video '{frame.Video}' has no pixel mask for frame {frame.Frame}; give one mask a frame.");
            }

            ScoredBox[] boxes = [.. frame.ErrorMap is null ? frame.Objects : errors];
            _pixels.Add(frame.Video, frame.Frame, size.Width, size.Height, boxes, _mask);
        }

        _hasObjects |= frame.Objects.Count > 0;
        ScoredBox[] place = frame.Evidence?.Place is { } p
            ? [new ScoredBox(p.X * size.Width, p.Y * size.Height, p.Width * size.Width, p.Height * size.Height, frame.Score)]
            : [];
        _hasPlaces |= place.Length > 0;
        if (tracks is null && _masks is null)
        {
            return;
        }

        IReadOnlyList<TrackedBox> truth = tracks?.At(_video!, frame.Frame, size) ?? _maskTracks.Next(_mask, size.Width);
        _objects.Add(frame.Video, frame.Objects, truth);
        _places.Add(frame.Video, place, truth);
        _errors.Add(frame.Video, errors, truth);
    }

    /// <summary>Closes the masks.</summary>
    public void Dispose() => _masks?.Dispose();
}
