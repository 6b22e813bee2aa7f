namespace MlNetVad.Video.Synthetic;

/// <summary>What happens to the camera or its light, from the event's beginning to the video's end; docs/generated-scenes.md says what each looks like.</summary>
/// <param name="view">The perspective.</param>
/// <param name="key">Decides when.</param>
/// <param name="kind">What happens; kinds that are not the camera's change nothing.</param>
/// <param name="frames">Length of the video.</param>
internal sealed class AskedChange(SceneView view, ulong key, AnomalyKind kind, int frames)
{
    private const float DarkenSeconds = 0.5f, LightLeft = 0.3f;
    private const float Turned = 0.2f;    // of the width
    private const byte Cover = 18;

    private readonly int _begin = Beginning(key, frames);
    private readonly byte[] _row = new byte[view.Width];

    /// <summary>Whether the event is the camera's and has begun.</summary>
    public bool IsOn(int frame) => kind >= AnomalyKind.Dark && frame >= _begin;

    /// <summary>The frame that the camera shows: itself, or the one at which the picture froze.</summary>
    public int Shown(int frame) => kind == AnomalyKind.Frozen ? Math.Min(frame, _begin) : frame;

    /// <summary>Changes a picture, H*W grey levels, before the sensor's noise.</summary>
    public void Apply(int frame, Span<byte> picture)
    {
        if (!IsOn(frame))
        {
            return;
        }

        switch (kind)
        {
            case AnomalyKind.Dark:
                float share = Math.Clamp((frame - _begin) / (DarkenSeconds * view.FramesPerSecond), 0, 1);
                SceneTemptation.Scale(picture, 1 + (share * (LightLeft - 1)));
                break;
            case AnomalyKind.Covered:
                picture.Fill(Cover);
                break;
            case AnomalyKind.Moved:
                Turn(picture);
                break;
        }
    }

    // what comes into view from the right is the picture's left side, mirrored
    private void Turn(Span<byte> picture)
    {
        int shift = (int)(Turned * view.Width);
        for (int y = 0; y < view.Height; y++)
        {
            Span<byte> line = picture.Slice(y * view.Width, view.Width);
            line.CopyTo(_row);
            for (int x = 0; x < line.Length; x++)
            {
                line[x] = x + shift < line.Length ? _row[x + shift] : _row[line.Length - 1 - x];
            }
        }
    }

    private static int Beginning(ulong key, int frames)
    {
        var random = new SceneRandom(key);
        return (int)AskedAnomaly.Begin(ref random, frames);
    }
}
