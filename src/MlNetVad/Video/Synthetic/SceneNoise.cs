namespace MlNetVad.Video.Synthetic;

/// <summary>A sensor's noise: of deviation 2, another in every frame.</summary>
internal sealed class SceneNoise(int width)
{
    private const float Deviation = 2;
    private const int Period = 1 << 16;
    private readonly sbyte[] _table = Table(width);

    /// <summary>Adds a frame's noise.</summary>
    /// <param name="key">The frame's.</param>
    /// <param name="scale">How many times as much.</param>
    /// <param name="picture">Grey levels, row by row.</param>
    public void Add(ulong key, int scale, Span<byte> picture)
    {
        for (int y = 0; y < picture.Length / width; y++)
        {
            ReadOnlySpan<sbyte> noise = _table.AsSpan((int)(SceneRandom.Key(key, y) % Period), width);
            Span<byte> row = picture.Slice(y * width, width);
            for (int x = 0; x < row.Length; x++)
            {
                row[x] = (byte)Math.Clamp(row[x] + (scale * noise[x]), 0, 255);
            }
        }
    }

    private static sbyte[] Table(int width)
    {
        var random = new SceneRandom(0x5EED);
        var noise = new sbyte[Period + width];
        for (int i = 0; i < noise.Length; i++)
        {
            noise[i] = (sbyte)MathF.Round(Deviation * random.Gaussian());
        }

        return noise;
    }
}
