namespace MlNetVad.Transforms.Background;

/// <summary>
/// A background that follows several scenes and drifting light. Pixels near the background move towards the frame
/// exponentially; the others creep towards it by a constant step (an approximate median), so that a person who
/// stands still is not swallowed quickly. When too much of the picture differs at once, the scene was cut and
/// learning starts anew. Its state depends on the frames observed, in their order.
/// </summary>
internal sealed class RunningBackground : IBackground
{
    private const float FirstStep = 128f;

    private readonly float[] _image;
    private readonly float _threshold;
    private readonly float _rate;
    private readonly float _step;
    private readonly float _cutFraction;
    private int _observed;

    /// <summary>A background that knows nothing yet: the first frame observed becomes its image.</summary>
    /// <param name="pixels">H × W.</param>
    /// <param name="threshold">Grey levels that separate foreground from background.</param>
    /// <param name="rate">Share of a background pixel's difference taken over each frame, 0..1.</param>
    /// <param name="step">Grey levels a foreground pixel's background moves each frame.</param>
    /// <param name="cutFraction">Share of pixels that differ by which a scene cut is recognised, 0..1.</param>
    public RunningBackground(int pixels, float threshold, float rate, float step, float cutFraction)
    {
        _image = new float[pixels];
        _threshold = threshold;
        _rate = rate;
        _step = step;
        _cutFraction = cutFraction;
    }

    /// <inheritdoc/>
    public bool IsFixed => false;

    /// <inheritdoc/>
    public ReadOnlySpan<float> Image => _image;

    /// <inheritdoc/>
    public void Observe(ReadOnlySpan<byte> grey)
    {
        if (_observed == 0 || IsCut(grey))
        {
            for (int i = 0; i < _image.Length; i++)
            {
                _image[i] = grey[i];
            }

            _observed = 1;
            return;
        }

        _observed++;

        // fast at first, harmonically slower: people in the first picture after a start or a cut are gone in some dozen frames
        float rate = Math.Max(_rate, 1f / _observed);
        float step = Math.Max(_step, FirstStep / _observed);
        for (int i = 0; i < _image.Length; i++)
        {
            float difference = grey[i] - _image[i];
            float move = Math.Abs(difference) <= _threshold ? rate * difference : MathF.CopySign(step, difference);
            _image[i] += move;
        }
    }

    private bool IsCut(ReadOnlySpan<byte> grey)
    {
        int different = 0;
        for (int i = 0; i < _image.Length; i++)
        {
            different += Math.Abs(grey[i] - _image[i]) > _threshold ? 1 : 0;
        }

        return different > _cutFraction * _image.Length;
    }
}
