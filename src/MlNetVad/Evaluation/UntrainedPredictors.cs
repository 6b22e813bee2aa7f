using System.Runtime.InteropServices;
using MlNetVad.Transforms;
using MlNetVad.Transforms.Pictures;
using static System.FormattableString;

namespace MlNetVad.Evaluation;

/// <summary>
/// What predicting the next frame gives without any training: the last frame again, and the last change once more
/// (2 I(t) − I(t−1)). A trained predictor means something only above these. Frames are grey, in units of a standard
/// deviation of 0.25, at the predictor's resolution. Give it every frame of each video, in order; not thread-safe.
/// </summary>
internal sealed class UntrainedPredictors
{
    /// <summary>Side of the box whose mean error is taken, in pixels of the predictor's picture.</summary>
    public const int Box = 12;

    /// <summary>Added to the contrast that errors are divided by: about the mean contrast of a scene, in the units of the pictures.</summary>
    public const float ContrastFloor = 0.1f;

    /// <summary>What their names begin with among other baselines.</summary>
    public const string Prefix = "untrained: ";

    private const float UnitsPerLevel = 1 / (255 * 0.25f);

    private static readonly (string Name, PixelError Error, int Box, float ContrastFloor)[] Poolings =
    [
        ("mean of squares", PixelError.Squared, 0, 0),
        (Invariant($"largest {Box} px mean of absolute errors"), PixelError.Absolute, Box, 0),
        (Invariant($"largest {Box} px mean of absolute errors by contrast"), PixelError.Absolute, Box, ContrastFloor),
    ];

    private readonly PictureSize _size;
    private readonly ErrorPooling _pooling;
    private readonly byte[] _bytes;
    private readonly float[] _predicted, _map;
    private readonly Dictionary<string, List<float>[]> _videos = [];
    private readonly string[] _names;
    private (int Width, int Height, int Channels) _source;
    private PictureResizer? _resizer;
    private float[] _now, _last, _before;
    private string? _current;
    private int _frames;

    /// <summary>Prepares for pictures of a size; they are grey whatever its channels.</summary>
    public UntrainedPredictors(PictureSize size)
    {
        _size = size with { Channels = 1 };
        _pooling = new ErrorPooling(1, size.Height, size.Width);
        _bytes = new byte[_size.Elements];
        (_predicted, _map) = (new float[_size.Elements], new float[_size.Elements]);
        (_now, _last, _before) = (new float[_size.Elements], new float[_size.Elements], new float[_size.Elements]);
        _names = [.. ((string[])["copy of the last frame", "linear extrapolation"]).SelectMany(predictor => Poolings.Select(p => $"{predictor}, {p.Name}"))];
    }

    /// <summary>The resolution, for the report.</summary>
    public string Resolution => $"{_size.Height} x {_size.Width} px";

    /// <summary>The scores' names: predictor and pooling.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Takes the next frame of a video; a new id begins a new video.</summary>
    public void Next(string videoId, ReadOnlySpan<byte> frame, int width, int height, int channels)
    {
        ref List<float>[]? scores = ref CollectionsMarshal.GetValueRefOrAddDefault(_videos, videoId, out _);
        scores ??= [.. _names.Select(_ => new List<float>())];
        _frames = _current == videoId ? _frames + 1 : 0;
        _current = videoId;
        Load(frame, width, height, channels);
        Add(scores, 0, 1, _last);
        if (_frames > 1)
        {
            for (int i = 0; i < _predicted.Length; i++)
            {
                _predicted[i] = (2 * _last[i]) - _before[i];
            }
        }

        Add(scores, Poolings.Length, 2, _predicted);
        (_now, _last, _before) = (_before, _now, _last);
    }

    /// <summary>A video's scores under one of the names; NaN where the frames before do not suffice.</summary>
    public float[] Find(string videoId, int name) => [.. _videos[videoId][name]];

    private void Add(List<float>[] scores, int first, int framesNeeded, ReadOnlySpan<float> predicted)
    {
        for (int i = 0; i < Poolings.Length; i++)
        {
            if (_frames < framesNeeded)
            {
                scores[first + i].Add(float.NaN);
                continue;
            }

            _pooling.Map(predicted, _now, Poolings[i].Error, _map);
            scores[first + i].Add(Poolings[i].ContrastFloor > 0
                ? _pooling.PoolByContrast(_map, _now, Poolings[i].Error, Poolings[i].Box, Poolings[i].ContrastFloor)
                : _pooling.Pool(_map, Poolings[i].Box));
        }
    }

    private void Load(ReadOnlySpan<byte> frame, int width, int height, int channels)
    {
        if (_resizer is null || _source != (width, height, channels))
        {
            _resizer = new PictureResizer(height, width, channels, _size);
            _source = (width, height, channels);
        }

        _resizer.Resize(frame, _bytes);
        for (int i = 0; i < _bytes.Length; i++)
        {
            _now[i] = _bytes[i] * UnitsPerLevel;
        }
    }
}

/// <summary>A part that predicts whole frames at a resolution of its own.</summary>
internal interface IPictureSize
{
    /// <summary>The size of its pictures; null where it predicts crops.</summary>
    PictureSize? WholePicture { get; }
}
