using MlNetVad.Video.Datasets;

namespace MlNetVad.Video.Synthetic;

/// <summary>Makes any frame and mask of one synthetic video; each is a function of the options, the video and the frame index alone.</summary>
internal sealed class SceneRenderer
{
    // an anomaly counts once this share of size² is in the picture, about a sixth of a person
    private const float VisibleShare = 0.04f;

    private readonly SceneView _view;
    private readonly ulong _key;
    private readonly byte[] _background;
    private readonly SceneNoise _noise;
    private readonly WalkerTracks _walkers;
    private readonly AnomalyTracks _anomalies;
    private readonly AskedAnomaly? _asked;
    private readonly AskedChange? _change;
    private readonly SceneTemptation? _temptation;
    private readonly FigurePainter _painter;
    private readonly List<SceneActor> _actors = [];

    public SceneRenderer(SceneOptions options, int video)
    {
        _view = new SceneView(options.Width, options.Height, options.FramesPerSecond);
        _key = SceneRandom.Key(SceneRandom.Key(SceneRandom.Key(0xF00D, options.Seed), (int)options.Split), video);
        _background = SceneBackground.Make(options.Seed, _view);
        _noise = new SceneNoise(options.Width);
        _walkers = new WalkerTracks(_view, SceneRandom.Key(_key, 1));
        if (options.Split == VadSplit.Test && options.Asked is { Length: > 0 } asked)
        {
            AnomalyKind kind = asked[video % asked.Length];
            _asked = new AskedAnomaly(_view, SceneRandom.Key(_key, 3), kind, options.Frames);
            _change = new AskedChange(_view, SceneRandom.Key(_key, 3), kind, options.Frames);
        }

        if (options.Temptations is { Length: > 0 } temptations)
        {
            _temptation = new SceneTemptation(_view, SceneRandom.Key(_key, 4), temptations[video % temptations.Length]);
        }

        int events = options.Split == VadSplit.Test && _asked is null ? options.Anomalies : 0;
        _anomalies = new AnomalyTracks(_view, SceneRandom.Key(_key, 2), video, options.Frames, events);
        _painter = new FigurePainter(options.Width, options.Height);
    }

    /// <summary>Draws a frame: H*W grey levels.</summary>
    public void Frame(int index, Span<byte> picture)
    {
        index = _change?.Shown(index) ?? index;
        _background.CopyTo(picture);
        _actors.Clear();
        _walkers.Add(index, _actors);
        _anomalies.Add(index, _actors);
        _asked?.Add(index, _actors);
        _actors.Sort((a, b) => a.Y.CompareTo(b.Y));
        foreach (SceneActor actor in _actors)
        {
            _painter.Paint(actor, picture);
        }

        _temptation?.Apply(index, picture);
        _change?.Apply(index, picture);
        _noise.Add(SceneRandom.Key(_key, index), _temptation?.NoiseScale ?? 1, picture);
    }

    /// <summary>Draws the mask of a frame, H*W of 0 and 1, and tells whether it has any 1.</summary>
    public bool Mask(int index, Span<byte> mask)
    {
        if (_change?.IsOn(index) == true)
        {
            mask.Fill(1);
            return true;
        }

        mask.Clear();
        _actors.Clear();
        _anomalies.Add(index, _actors);
        _asked?.Add(index, _actors);
        _actors.RemoveAll(a => !a.IsAnomalous);
        bool any = false;
        foreach (SceneActor actor in _actors)
        {
            if (_painter.Cover(actor, mask) >= VisibleShare * actor.Size * actor.Size)
            {
                any = true;
            }
        }

        if (!any)
        {
            mask.Clear();
        }

        return any;
    }
}
