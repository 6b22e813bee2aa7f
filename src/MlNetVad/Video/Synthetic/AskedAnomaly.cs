namespace MlNetVad.Video.Synthetic;

/// <summary>A kind of anomaly that an address can ask for.</summary>
internal enum AnomalyKind
{
    Speed,
    Direction,
    Place,
    Size,
    Looks,
    Count,
    Posture,
    Stillness,
    Dark,
    Covered,
    Frozen,
    Moved,
}

/// <summary>The one anomalous event of a video whose address asks for a kind; docs/generated-scenes.md says what each looks like.</summary>
/// <param name="view">The perspective.</param>
/// <param name="key">Decides when, where and who.</param>
/// <param name="kind">What happens.</param>
/// <param name="frames">Length of the video; the event starts after <see cref="Begin"/>.</param>
internal sealed class AskedAnomaly(SceneView view, ulong key, AnomalyKind kind, int frames)
{
    private const float FallSeconds = 0.5f;
    private const int CrowdSize = 18;

    /// <summary>The frame at which an event of a video begins: after 15 to 25 % of it.</summary>
    public static float Begin(ref SceneRandom random, int frames) => random.Between(0.15f, 0.25f) * frames;

    /// <summary>Adds those who take part, those who are still normal among them.</summary>
    public void Add(int frame, List<SceneActor> actors)
    {
        var random = new SceneRandom(key);
        float time = frame - Begin(ref random, frames);
        if (time < 0)
        {
            return;
        }

        int facing = random.Below(2) == 0 ? -1 : 1;
        float shade = random.Below(2) == 0 ? random.Between(25, 80) : random.Between(200, 240);
        uint look = (uint)random.Below(1 << 24);
        float row = kind == AnomalyKind.Place ? view.Height * 0.24f : view.Row(random.Between(0.4f, 0.8f));
        float person = view.PersonHeight(row), stopAfter = (view.Width * random.Between(0.35f, 0.55f)) + person;
        float pace = kind == AnomalyKind.Speed ? random.Between(2.4f, 2.9f) : 1;
        float speed = pace * view.WalkingSpeed(row);

        SceneActor Walk(ActorKind who, float walked, float size) => new(
            who, facing > 0 ? walked - size : view.Width + size - walked, row, size, facing, walked * 2 * MathF.PI / (0.8f * person), shade, look);

        float stood = time - (stopAfter / speed);
        switch (kind)
        {
            case AnomalyKind.Speed:
                actors.Add(Walk(ActorKind.Runner, time * speed, person));
                break;
            case AnomalyKind.Direction:
                Climb(actors, time, facing, shade, look);
                break;
            case AnomalyKind.Place:
                actors.Add(Walk(ActorKind.Stranger, time * speed, person));
                break;
            case AnomalyKind.Size:
                actors.Add(Walk(ActorKind.Stranger, time * speed, 2 * person));
                break;
            case AnomalyKind.Looks:
                actors.Add(Walk(ActorKind.Cart, time * speed, person));
                break;
            case AnomalyKind.Count:
                Crowd(actors, time);
                break;
            case AnomalyKind.Posture:
                float fallen = Math.Clamp(stood / (FallSeconds * view.FramesPerSecond), 0, 1);
                actors.Add(Walk(stood > 0 ? ActorKind.Stranger : ActorKind.Walker, Math.Min(time * speed, stopAfter), person) with
                {
                    Tilt = facing * fallen * fallen * MathF.PI / 2,
                });
                break;
            case AnomalyKind.Stillness:
                Leave(actors, Walk(ActorKind.Walker, time * speed, person), Walk(ActorKind.Walker, Math.Min(time * speed, stopAfter), person), stood > 0);
                break;
        }
    }

    // walking pace, from below the near edge up across the walkway, where everyone else goes left and right
    private void Climb(List<SceneActor> actors, float time, int facing, float shade, uint look)
    {
        float low = view.Height * 1.2f, end = view.Row(0.02f);
        float slope = (view.WalkingSpeed(low) - view.WalkingSpeed(end)) / (low - end), floor = end - (view.WalkingSpeed(end) / slope);
        float row = floor + ((low - floor) * MathF.Exp(-slope * time)), walked = low - row;
        if (row > end)
        {
            float size = view.PersonHeight(row), x = (view.Width / 2f) + (facing * walked * 0.15f);
            actors.Add(new(ActorKind.Stranger, x, row, size, facing, walked * 2 * MathF.PI / (0.5f * size), shade, look));
        }
    }

    // one after another, as people walk here, but eighteen at a time
    private void Crowd(List<SceneActor> actors, float time)
    {
        for (int i = 0; i < CrowdSize; i++)
        {
            var random = new SceneRandom(SceneRandom.Key(key, i));
            float row = view.Row(random.Between(0.05f, 0.95f)), size = view.PersonHeight(row);
            float walked = (time * view.WalkingSpeed(row) * random.Between(0.8f, 1.25f)) - (random.Between(0, 0.5f) * view.Width);
            int facing = random.Below(2) == 0 ? -1 : 1;
            float shade = random.Below(2) == 0 ? random.Between(25, 95) : random.Between(185, 240);
            actors.Add(new(ActorKind.Stranger, facing > 0 ? walked - size : view.Width + size - walked, row, size, facing,
                walked * 2 * MathF.PI / (0.8f * size), shade, (uint)random.Below(1 << 24)));
        }
    }

    private static void Leave(List<SceneActor> actors, SceneActor owner, SceneActor bearer, bool left)
    {
        float size = 0.3f * owner.Size;
        actors.Add(owner);
        actors.Add(new(left ? ActorKind.LeftBag : ActorKind.CarriedBag, bearer.X + (0.15f * owner.Size * owner.Facing),
            left ? owner.Y : owner.Y - (0.15f * owner.Size), size, owner.Facing, 0, 45, owner.Look));
    }
}
