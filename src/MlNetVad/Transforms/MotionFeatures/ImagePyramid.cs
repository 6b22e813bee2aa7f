namespace MlNetVad.Transforms.MotionFeatures;

/// <summary>A frame at full size, at half, at a quarter and so on, for Lucas-Kanade (object-features recipe, step 4).</summary>
internal sealed class ImagePyramid
{
    private readonly PyramidLevel[] _levels;

    /// <summary>A pyramid for frames of one size.</summary>
    /// <param name="height">H, pixels.</param>
    /// <param name="width">W, pixels.</param>
    /// <param name="levels">Most levels; levels not larger than the window are left out.</param>
    /// <param name="window">Side of the Lucas-Kanade window, pixels.</param>
    public ImagePyramid(int height, int width, int levels, int window)
    {
        var list = new List<PyramidLevel> { new(height, width) };
        while (list.Count < levels)
        {
            height = (height + 1) / 2;
            width = (width + 1) / 2;
            if (height <= window || width <= window)
            {
                break;
            }

            list.Add(new PyramidLevel(height, width));
        }

        _levels = [.. list];
    }

    /// <summary>The levels, finest first.</summary>
    public ReadOnlySpan<PyramidLevel> Levels => _levels;

    /// <summary>Takes a frame.</summary>
    /// <param name="grey">H × W grey levels.</param>
    public void Load(ReadOnlySpan<byte> grey)
    {
        _levels[0].Load(grey);
        for (int i = 1; i < _levels.Length; i++)
        {
            _levels[i].Reduce(_levels[i - 1]);
        }
    }
}
