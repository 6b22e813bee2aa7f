using System.Numerics.Tensors;

namespace MlNetVad.Transforms.Background;

/// <summary>
/// The learned background in the light of each frame: levels of the frame over levels of the background are a line, the resistant line of
/// Tukey's (Exploratory Data Analysis, 1977), by the medians of the darkest, the middle and the brightest third of the background's
/// pixels. What covers less than half of a third does not bend it. Depends on nothing but the frame.
/// </summary>
internal sealed class LitBackground : IBackground
{
    private const int Thirds = 3;
    private const int Step = 3;                                // every third pixel is enough for a median
    private const double LeastSpread = 16;                     // levels between dark and bright, below which a picture has no contrast to learn
    private const double LeastContrast = 0.25, MostContrast = 4;
    private readonly float[] _image;
    private readonly float[] _lit;
    private readonly byte[] _third;
    private readonly double[] _typical = new double[Thirds];   // median level of each third
    private readonly int[][] _levels = [new int[256], new int[256], new int[256]];

    /// <summary>Takes the learned background.</summary>
    /// <param name="image">H × W grey levels 0..255.</param>
    public LitBackground(float[] image)
    {
        (_image, _lit, _third) = (image, [.. image], new byte[image.Length]);
        int[] order = [.. Enumerable.Range(0, image.Length).OrderBy(i => image[i])];
        for (int rank = 0; rank < order.Length; rank++)
        {
            _third[order[rank]] = (byte)(Thirds * (long)rank / order.Length);
        }

        for (int third = 0; third < Thirds; third++)
        {
            _typical[third] = image[order[(int)(((2 * third) + 1L) * order.Length / (2 * Thirds))]];
        }
    }

    public bool IsFixed => true;

    public ReadOnlySpan<float> Image => _lit;

    public void Observe(ReadOnlySpan<byte> grey)
    {
        Array.ForEach(_levels, Array.Clear);
        for (int i = 0; i < grey.Length; i += Step)
        {
            _levels[_third[i]][grey[i]]++;
        }

        (double dark, double middle, double bright) = (Median(0), Median(1), Median(2));
        double spread = _typical[2] - _typical[0];
        double contrast = spread < LeastSpread ? 1 : Math.Clamp((bright - dark) / spread, LeastContrast, MostContrast);
        double lift = ((dark - (contrast * _typical[0])) + (middle - (contrast * _typical[1])) + (bright - (contrast * _typical[2]))) / Thirds;
        TensorPrimitives.Multiply(_image, (float)contrast, _lit);
        TensorPrimitives.Add(_lit, (float)lift, _lit);
    }

    private double Median(int third)
    {
        int[] levels = _levels[third];
        int half = (levels.Sum() + 1) / 2, level = 0;
        for (int below = levels[0]; below < half; below += levels[level])
        {
            level++;
        }

        return level;
    }
}
