using System.Runtime.InteropServices;

namespace MlNetVad.Transforms;

/// <summary>
/// Learns the height line from components that can be one upright object: narrower than a share of their height and away
/// from the picture's border. It maximises Σ exp(−½ (r / σ)²) of the residuals r by a grid that is refined around its best
/// point, because merged people and fragments spoil any fit that must explain them (object-features recipe, step 2).
/// </summary>
internal sealed class PersonHeightLearner
{
    private const float LeastHeightShare = 0.04f;
    private const int MostSamples = 20000;
    private const int Refinements = 6;

    private readonly ForegroundOptions _options;
    private readonly int _height;
    private readonly int _width;
    private readonly List<Sample> _samples = [];

    /// <summary>An empty collection.</summary>
    /// <param name="options">Aspect, tolerance and fewest samples.</param>
    /// <param name="height">H, pixels.</param>
    /// <param name="width">W, pixels.</param>
    public PersonHeightLearner(ForegroundOptions options, int height, int width)
    {
        _options = options;
        _height = height;
        _width = width;
    }

    /// <summary>Upright components collected so far.</summary>
    public int Count => _samples.Count;

    /// <summary>Takes the upright ones of a training frame's components.</summary>
    public void Add(List<Component> components)
    {
        foreach (Component component in components)
        {
            bool inside = component.X > 0 && component.Y > 0 && component.X + component.Width < _width && component.Bottom < _height;
            if (inside
                && component.Height >= LeastHeightShare * _height
                && component.Width < _options.UprightAspect * component.Height
                && _samples.Count < MostSamples)
            {
                _samples.Add(new Sample(component.Bottom, component.Height));
            }
        }
    }

    /// <summary>The learned line, or the recipe's one scaled to the picture where too few components were seen.</summary>
    public PersonHeight Fit()
    {
        if (_samples.Count < _options.MinimumHeightSamples)
        {
            return PersonHeight.ForPicture(_height);
        }

        float typical = Median(sample => sample.Height);
        float pivot = Median(sample => sample.Bottom);
        float sigma = _options.HeightTolerance * typical;

        // a line is its slope and its height at the pivot row: these two are nearly independent
        (float slope, float level) = (0f, typical);
        (float slopeStep, float levelStep) = (0.02f, 0.5f * sigma);
        (slope, level) = Search(slope, level, 20, (int)(typical / levelStep), slopeStep, levelStep, pivot, sigma);
        for (int i = 0; i < Refinements; i++)
        {
            slopeStep *= 0.5f;
            levelStep *= 0.5f;
            (slope, level) = Search(slope, level, 2, 2, slopeStep, levelStep, pivot, sigma);
        }

        return PersonHeight.FromLine(slope, level - (slope * pivot), TypicalInlier(slope, level, pivot, sigma));
    }

    private (float Slope, float Level) Search(
        float slope, float level, int slopes, int levels, float slopeStep, float levelStep, float pivot, float sigma)
    {
        (float Slope, float Level) best = (slope, level);
        double bestSum = Agreement(slope, level, pivot, sigma);
        for (int i = -slopes; i <= slopes; i++)
        {
            for (int j = -levels; j <= levels; j++)
            {
                (float Slope, float Level) candidate = (slope + (i * slopeStep), level + (j * levelStep));
                double sum = candidate.Level > 0 ? Agreement(candidate.Slope, candidate.Level, pivot, sigma) : 0;
                if (sum > bestSum)
                {
                    (best, bestSum) = (candidate, sum);
                }
            }
        }

        return best;
    }

    private double Agreement(float slope, float level, float pivot, float sigma)
    {
        double sum = 0;
        float scale = 1f / sigma;
        foreach (ref readonly Sample sample in CollectionsMarshal.AsSpan(_samples))
        {
            float residual = scale * (sample.Height - level - (slope * (sample.Bottom - pivot)));
            if (residual * residual < 25f)
            {
                sum += MathF.Exp(-0.5f * residual * residual);
            }
        }

        return sum;
    }

    private float TypicalInlier(float slope, float level, float pivot, float sigma)
    {
        var heights = new List<float>();
        foreach (Sample sample in _samples)
        {
            if (Math.Abs(sample.Height - level - (slope * (sample.Bottom - pivot))) <= 2 * sigma)
            {
                heights.Add(sample.Height);
            }
        }

        heights.Sort();
        return heights.Count > 0 ? heights[heights.Count / 2] : level;
    }

    private float Median(Func<Sample, float> value)
    {
        float[] values = [.. _samples.Select(value)];
        Array.Sort(values);
        return values[values.Length / 2];
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Sample(float Bottom, float Height);
}
