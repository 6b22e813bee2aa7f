namespace MlNetVad.Evaluation;

/// <summary>A linear axis from data to picture, with round tick values.</summary>
internal readonly record struct Axis(double Low, double High, double PixelLow, double PixelHigh)
{
    public double Map(double value) => PixelLow + ((value - Low) / (High - Low) * (PixelHigh - PixelLow));

    /// <summary>Multiples of 1, 2 or 5 times a power of ten inside the axis, about <paramref name="count"/> of them.</summary>
    public IEnumerable<double> Ticks(int count, double smallest = 0)
    {
        double step = Math.Max(smallest, RoundUp((High - Low) / count));
        for (double index = Math.Ceiling(Low / step); index * step <= High + (1e-9 * step); index++)
        {
            yield return (index * step) + 0.0; // never -0
        }
    }

    private static double RoundUp(double step)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        double digits = step / power;
        return power * (digits <= 1 ? 1 : digits <= 2 ? 2 : digits <= 5 ? 5 : 10);
    }
}
