namespace MlNetVad.Video.Synthetic;

/// <summary>
/// The usual passers-by. Each lane sends one walker after another; who walks in a lane at a given frame, and where, is a
/// function of the key, the lane and the frame, so a stream of any length needs no memory.
/// </summary>
internal sealed class WalkerTracks
{
    private const float Slowest = 0.75f, Fastest = 1.3f;
    private const float StopChance = 0.3f;
    private const float LongestStopSeconds = 2.5f;

    private readonly SceneView _view;
    private readonly ulong _key;
    private readonly Lane[] _lanes;

    public WalkerTracks(SceneView view, ulong key)
    {
        _view = view;
        _key = key;
        var random = new SceneRandom(key);
        _lanes = new Lane[6 + random.Below(4)];
        for (int i = 0; i < _lanes.Length; i++)
        {
            float depth = (i + random.Next()) / _lanes.Length;
            float row = view.Row(depth), size = view.PersonHeight(row);
            float longest = ((view.Width + (2 * size)) / (view.WalkingSpeed(row) * Slowest)) + (LongestStopSeconds * view.FramesPerSecond);
            _lanes[i] = new Lane(row, size, (int)longest + 1, random.Below((int)longest + 1));
        }
    }

    /// <summary>Adds those who are in or near the picture.</summary>
    public void Add(int frame, List<SceneActor> actors)
    {
        for (int i = 0; i < _lanes.Length; i++)
        {
            Lane lane = _lanes[i];
            long time = (long)frame + lane.Offset;
            long turn = time / lane.Period;
            actors.Add(Walker(lane, SceneRandom.Key(SceneRandom.Key(_key, i + 1), turn), time - (turn * lane.Period)));
        }

        actors.RemoveAll(a => a.X < -a.Size || a.X > _view.Width + a.Size);
    }

    private SceneActor Walker(Lane lane, ulong key, float time)
    {
        var random = new SceneRandom(key);
        float speed = _view.WalkingSpeed(lane.Row) * random.Between(Slowest, Fastest);
        int facing = random.Below(2) == 0 ? -1 : 1;
        float slope = random.Between(-0.12f, 0.12f), sway = random.Between(0, 0.05f) * lane.Size, swayPhase = random.Between(0, 6.3f);
        float stopAfter = random.Between(0.25f, 0.75f) * (_view.Width + (2 * lane.Size)) / speed;
        float stop = random.Next() < StopChance ? random.Between(0.6f, LongestStopSeconds) * _view.FramesPerSecond : 0;
        float shade = random.Below(2) == 0 ? random.Between(25, 95) : random.Between(185, 240);
        uint look = (uint)random.Below(1 << 24);

        float walked = speed * (time < stopAfter ? time : Math.Max(stopAfter, time - stop));
        float x = facing > 0 ? walked - lane.Size : _view.Width + lane.Size - walked;
        float y = lane.Row + (slope * (walked - (_view.Width / 2f))) + (sway * MathF.Sin((walked / _view.Width * 9) + swayPhase));
        y = Math.Clamp(y, _view.Row(0), _view.Row(1));
        return new SceneActor(ActorKind.Walker, x, y, _view.PersonHeight(y), facing, walked * 2 * MathF.PI / (0.8f * lane.Size), shade, look);
    }

    private readonly record struct Lane(float Row, float Size, int Period, int Offset);
}
