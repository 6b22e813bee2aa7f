namespace MlNetVad.Transforms.Camera;

/// <summary>The mean of the last seconds' cells, in which those who pass fade and the place remains.</summary>
internal sealed class SlowView(double framesPerSecond)
{
    private const double MeanSeconds = 8, LeastSeconds = 3;

    private float[] _mean = [];
    private int _count;

    /// <summary>Takes the next picture's cells and gives the mean's edges; null while a video is too young for one.</summary>
    /// <param name="begins">Whether another video begins with it.</param>
    /// <param name="cells">The picture's cells.</param>
    public float[]? Next(bool begins, float[] cells)
    {
        _count = begins ? 1 : _count + 1;
        if (_count == 1)
        {
            _mean = [.. cells];
        }

        float share = 1f / (float)Math.Min(_count, Math.Max(1, MeanSeconds * framesPerSecond));
        for (int i = 0; i < cells.Length; i++)
        {
            _mean[i] += share * (cells[i] - _mean[i]);
        }

        return _count >= LeastSeconds * framesPerSecond ? CameraNormal.Edges(_mean) : null;
    }
}
