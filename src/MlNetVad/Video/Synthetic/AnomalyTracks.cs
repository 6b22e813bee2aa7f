namespace MlNetVad.Video.Synthetic;

/// <summary>What does not belong here: cyclists, carts, runners, and people who cut across the walkway.</summary>
internal sealed class AnomalyTracks
{
    private const int EventFrames = 300;

    private static readonly ActorKind[] Kinds = [ActorKind.Cyclist, ActorKind.Crosser, ActorKind.Cart, ActorKind.Runner];

    private readonly SceneView _view;
    private readonly ulong _key;
    private readonly int _video;
    private readonly int _period;

    /// <summary>Sets the timetable of a video.</summary>
    /// <param name="view">The perspective.</param>
    /// <param name="key">Decides when and where.</param>
    /// <param name="video">Index of the video: the kinds take turns.</param>
    /// <param name="frames">Length of the video.</param>
    /// <param name="events">Events in every 300 frames; 0 for none.</param>
    public AnomalyTracks(SceneView view, ulong key, int video, int frames, int events)
    {
        _view = view;
        _key = key;
        _video = video;
        _period = events == 0 ? 0 : Math.Max(1, Math.Min(EventFrames, frames) / events);
    }

    /// <summary>Adds those who are in or near the picture.</summary>
    public void Add(int frame, List<SceneActor> actors)
    {
        if (_period == 0)
        {
            return;
        }

        int turn = frame / _period;
        for (int i = Math.Max(0, turn - 1); i <= turn; i++)
        {
            var random = new SceneRandom(SceneRandom.Key(_key, i));
            float time = frame - ((i + random.Between(0.2f, 0.5f)) * _period);
            if (time >= 0)
            {
                SceneActor actor = Place(Kinds[(_video + i) % Kinds.Length], ref random, time);
                if (actor.X > -2 * actor.Size && actor.X < _view.Width + (2 * actor.Size) && actor.Y < _view.Height + (1.2f * actor.Size) && actor.Y > 0)
                {
                    actors.Add(actor);
                }
            }
        }
    }

    private SceneActor Place(ActorKind kind, ref SceneRandom random, float time)
    {
        int facing = random.Below(2) == 0 ? -1 : 1;
        float shade = random.Below(2) == 0 ? random.Between(25, 80) : random.Between(200, 240);
        uint look = (uint)random.Below(1 << 24);
        return kind == ActorKind.Crosser ? Crosser(ref random, time, facing, shade, look) : Passer(kind, ref random, time, facing, shade, look);
    }

    private SceneActor Passer(ActorKind kind, ref SceneRandom random, float time, int facing, float shade, uint look)
    {
        float y = _view.Row(random.Between(0.3f, 0.9f)), size = _view.PersonHeight(y);
        float pace = kind switch
        {
            ActorKind.Cyclist => random.Between(3f, 3.8f),
            ActorKind.Cart => random.Between(2.4f, 3f),
            _ => random.Between(2.4f, 2.9f),
        };
        float walked = time * pace * _view.WalkingSpeed(y);
        float stride = walked * 2 * MathF.PI / ((kind == ActorKind.Runner ? 1.4f : 1f) * size);
        float x = facing > 0 ? walked - size : _view.Width + size - walked;
        return new SceneActor(kind, x, y, size, facing, stride, shade, look);
    }

    // running from beyond the near edge up across the walkway to its far border
    private SceneActor Crosser(ref SceneRandom random, float time, int facing, float shade, uint look)
    {
        float pace = random.Between(2.3f, 2.8f);
        float start = _view.Width * random.Between(0.25f, 0.75f);
        float low = _view.Height * 1.2f, end = _view.Row(0.02f);
        // speed follows the perspective, row' = -speed(row), and speed is linear in the row within the walkway
        float at = low, slope = (_view.WalkingSpeed(low) - _view.WalkingSpeed(end)) / (low - end);
        float rate = slope * pace, floor = end - (_view.WalkingSpeed(end) / slope);
        at = floor + ((at - floor) * MathF.Exp(-rate * time));
        bool gone = at < end;
        float y = gone ? -1 : at, size = _view.PersonHeight(y);
        float walked = low - at;
        return new SceneActor(ActorKind.Crosser, start + (facing * walked * 0.15f), y, size, facing, walked * 2 * MathF.PI / (0.5f * size), shade, look);
    }
}
