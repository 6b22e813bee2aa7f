namespace MlNetVad.Scoring;

/// <summary>What a filter sees beyond the first and the last frame.</summary>
public enum FilterEdge
{
    /// <summary>The frames mirrored, d c b a | a b c d | d c b a: SciPy's default, hence that of published code.</summary>
    Reflect,

    /// <summary>The edge frame repeated, a a a a | a b c d | d d d d.</summary>
    Nearest,
}

/// <summary>
/// Temporal smoothing of one video's frame scores: pure functions over the scores in frame order.
/// Sums are taken in double precision, oldest frame first. A NaN score spreads to every frame whose window holds it.
/// </summary>
public static class TemporalFilters
{
    /// <summary>Half width of the Gaussian in standard deviations, as <c>scipy.ndimage.gaussian_filter1d</c> has it.</summary>
    internal const double Truncate = 4.0;

    /// <summary>Causal mean of the last <paramref name="window"/> frames; the first frames average what there is.</summary>
    /// <param name="source">One video's scores, in frame order.</param>
    /// <param name="window">Frames in the mean, at least 1; 1 copies.</param>
    /// <param name="destination">As long as <paramref name="source"/>, and not overlapping it.</param>
    public static void CausalMean(ReadOnlySpan<float> source, int window, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        RequireSeparate(source, destination);
        for (int frame = 0; frame < source.Length; frame++)
        {
            int first = Math.Max(0, frame - window + 1);
            destination[frame] = Mean(source[first..(frame + 1)]);
        }
    }

    /// <summary>Mean of the scores, in double precision; NaN of none.</summary>
    /// <param name="scores">The window, oldest first.</param>
    public static float Mean(ReadOnlySpan<float> scores)
    {
        double sum = 0;
        foreach (float score in scores)
        {
            sum += score;
        }

        return (float)(sum / scores.Length);
    }

    /// <summary>
    /// Causal exponential smoothing: y₀ = x₀, yₜ = yₜ₋₁ + α·(xₜ − yₜ₋₁), the state kept in double precision.
    /// </summary>
    /// <param name="source">One video's scores, in frame order.</param>
    /// <param name="alpha">Weight of the newest score, in (0, 1]; 1 copies.</param>
    /// <param name="destination">As long as <paramref name="source"/>; may be <paramref name="source"/> itself.</param>
    public static void CausalExponential(ReadOnlySpan<float> source, double alpha, Span<float> destination)
    {
        if (!(alpha > 0 && alpha <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "The weight of the newest score must be in (0, 1].");
        }

        RequireSameLength(source, destination);
        double state = source.Length > 0 ? source[0] : 0;
        for (int frame = 0; frame < source.Length; frame++)
        {
            state += alpha * (source[frame] - state);
            destination[frame] = (float)state;
        }
    }

    /// <summary>
    /// Gaussian smoothing over past and future frames (not causal), with the semantics of
    /// <c>scipy.ndimage.gaussian_filter1d</c>: kernel cut at four standard deviations, the edges mirrored unless said otherwise.
    /// </summary>
    /// <param name="source">One video's scores, in frame order.</param>
    /// <param name="sigma">Standard deviation in frames, greater than 0.</param>
    /// <param name="destination">As long as <paramref name="source"/>, and not overlapping it.</param>
    /// <param name="edge">What lies beyond the first and the last frame.</param>
    public static void Gaussian(ReadOnlySpan<float> source, double sigma, Span<float> destination, FilterEdge edge = FilterEdge.Reflect)
    {
        RequireSeparate(source, destination);
        double[] kernel = GaussianKernel(sigma);
        int radius = kernel.Length / 2;
        for (int frame = 0; frame < source.Length; frame++)
        {
            double sum = 0;
            for (int k = -radius; k <= radius; k++)
            {
                sum += kernel[k + radius] * source[Inside(frame + k, source.Length, edge)];
            }

            destination[frame] = (float)sum;
        }
    }

    /// <summary>Frames of the past and of the future that <see cref="Gaussian"/> looks at: ⌊4σ + ½⌋.</summary>
    /// <param name="sigma">Standard deviation in frames, greater than 0.</param>
    public static int GaussianRadius(double sigma)
    {
        if (!(sigma > 0 && double.IsFinite(sigma)))
        {
            throw new ArgumentOutOfRangeException(nameof(sigma), sigma, "The standard deviation must be a positive number of frames.");
        }

        return (int)((Truncate * sigma) + 0.5);
    }

    internal static double[] GaussianKernel(double sigma)
    {
        int radius = GaussianRadius(sigma);
        double[] kernel = new double[(2 * radius) + 1];
        double sum = 0;
        for (int k = -radius; k <= radius; k++)
        {
            sum += kernel[k + radius] = Math.Exp(-0.5 * k * k / (sigma * sigma));
        }

        for (int k = 0; k < kernel.Length; k++)
        {
            kernel[k] /= sum;
        }

        return kernel;
    }

    private static int Inside(int index, int length, FilterEdge edge)
    {
        if (edge == FilterEdge.Nearest)
        {
            return Math.Clamp(index, 0, length - 1);
        }

        int period = 2 * length;
        int folded = ((index % period) + period) % period;
        return folded < length ? folded : period - 1 - folded;
    }

    private static void RequireSameLength(ReadOnlySpan<float> source, Span<float> destination)
    {
        if (source.Length != destination.Length)
        {
            throw new ArgumentException($"The destination holds {destination.Length} scores, the source {source.Length}.", nameof(destination));
        }
    }

    private static void RequireSeparate(ReadOnlySpan<float> source, Span<float> destination)
    {
        RequireSameLength(source, destination);
        if (source.Overlaps(destination))
        {
            throw new ArgumentException("The destination overlaps the source.", nameof(destination));
        }
    }
}
