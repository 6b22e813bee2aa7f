namespace MlNetVad.Video.Synthetic;

/// <summary>The empty place: lawn, walkway with slabs, a wall and lamp posts, all textured.</summary>
internal static class SceneBackground
{
    private const int Grain = 8;

    /// <summary>Grey levels, row-major H*W.</summary>
    public static byte[] Make(int seed, SceneView view)
    {
        ulong key = SceneRandom.Key(0x5CE4E, seed);
        var picture = new byte[view.Width * view.Height];
        float far = view.Row(0), near = view.Row(1);
        for (int y = 0; y < view.Height; y++)
        {
            float scale = Math.Max(2, view.PersonHeight(y) / 3);
            for (int x = 0; x < view.Width; x++)
            {
                float value = Cloud(key, x, y, 24) * 14 + Cloud(key + 1, x, y, Grain) * 8 + Cloud(key + 2, x, y, 2) * 6;
                if (y < far * 0.55f)
                {
                    bool joint = y % 6 == 0 || (x + (y / 6 * 7)) % 14 == 0;
                    value += joint ? 88 : 104;
                }
                else if (y < far || y > near)
                {
                    value += 72;
                }
                else
                {
                    bool joint = (y - far) % scale < 1 || (x - (view.Width / 2f)) * 12 / scale % 24 is > -1 and < 1;
                    value += joint ? 128 : 146;
                }

                picture[(y * view.Width) + x] = (byte)Math.Clamp(value, 0, 255);
            }
        }

        Posts(key, view, picture);
        return picture;
    }

    private static void Posts(ulong key, SceneView view, byte[] picture)
    {
        var random = new SceneRandom(SceneRandom.Key(key, 77));
        int thick = Math.Max(1, view.Width / 80);
        for (int i = 0; i < 3; i++)
        {
            int left = random.Below(view.Width - thick), foot = (int)(view.Row(0) * 0.98f);
            for (int y = foot / 4; y < foot; y++)
            {
                picture.AsSpan((y * view.Width) + left, thick).Fill(40);
            }
        }
    }

    // value noise: random levels on a grid, smoothly joined; -1 to 1
    private static float Cloud(ulong key, int x, int y, int cell)
    {
        int column = x / cell, row = y / cell;
        float u = Smooth((x % cell + 0.5f) / cell), v = Smooth((y % cell + 0.5f) / cell);
        float top = Lerp(Level(key, column, row), Level(key, column + 1, row), u);
        float bottom = Lerp(Level(key, column, row + 1), Level(key, column + 1, row + 1), u);
        return Lerp(top, bottom, v);
    }

    private static float Level(ulong key, int column, int row) => new SceneRandom(SceneRandom.Key(SceneRandom.Key(key, column), row)).Between(-1, 1);

    private static float Smooth(float t) => t * t * (3 - (2 * t));

    private static float Lerp(float a, float b, float t) => a + ((b - a) * t);
}
