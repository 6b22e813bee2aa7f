using System.Runtime.InteropServices;

namespace MlNetVad.Transforms.Presence;

/// <summary>
/// Place, size and posture of one thing, in units of the usual object's height: where it stands (weighed), how high, wide and large it is
/// (logarithms to base 2, so that twice as high weighs as much as half), and how its main axis lies.
/// </summary>
internal static class ObjectShape
{
    /// <summary>Numbers of a description.</summary>
    public const int Length = 7;

    /// <summary>Numbers of a stay.</summary>
    public const int StayLength = 4;

    /// <summary>Numbers of a box: x, y, width, height in pixels, share of it that is filled, seconds it has been there.</summary>
    public const int BoxLength = 6;

    /// <summary>Three usual heights away weigh as much as twice as high: settled on made anomalies of training video (turned, scaled, moved).</summary>
    private const float PlaceWeight = 0.35f;

    private const float AgeQuantile = 0.75f;   // of its pixels: what only now was covered does not make it young

    /// <summary>Describes a component; false where it is too small to be a thing.</summary>
    /// <param name="component">Its box in the widened mask.</param>
    /// <param name="mask">H × W, 0 or 1.</param>
    /// <param name="age">Seconds, H × W.</param>
    /// <param name="model">The scene.</param>
    /// <param name="shape">Written: <see cref="Length"/> numbers.</param>
    /// <param name="stay">Written: <see cref="StayLength"/> numbers, where it is, how large, and log2 of 1 + the seconds it has been there.</param>
    /// <param name="box">Written: <see cref="BoxLength"/> numbers.</param>
    public static bool Describe(
        in Component component, ReadOnlySpan<byte> mask, ReadOnlySpan<float> age, PresenceModel model, List<float> shape, List<float> stay, List<float> box)
    {
        float unit = model.ObjectHeight;
        int width = model.Shape.Width;
        (double n, double sx, double sy, double sxx, double sxy, double syy) = (0, 0, 0, 0, 0, 0);
        (int left, int right, int top, int bottom) = (int.MaxValue, -1, int.MaxValue, -1);
        var ages = new List<float>(component.Area);
        for (int y = component.Y; y < component.Bottom; y++)
        {
            for (int x = component.X; x < component.X + component.Width; x++)
            {
                if (mask[(y * width) + x] != 0)
                {
                    (n, sx, sy, sxx, sxy, syy) = (n + 1, sx + x, sy + y, sxx + (x * x), sxy + (x * y), syy + (y * y));
                    (left, right, top, bottom) = (Math.Min(left, x), Math.Max(right, x), Math.Min(top, y), Math.Max(bottom, y));
                    ages.Add(age[(y * width) + x]);
                }
            }
        }

        if (n < PresentObjectsEstimator.LeastArea * unit * unit)
        {
            return false;
        }

        (double mx, double my) = (sx / n, sy / n);
        (double vx, double vy, double cxy) = ((sxx / n) - (mx * mx), (syy / n) - (my * my), (sxy / n) - (mx * my));
        double spread = Math.Max(vx + vy, 1e-6);                           // λ1 + λ2
        (float w, float h) = (right - left + 1, bottom - top + 1);
        (float footX, float footY) = (PlaceWeight * (left + (w / 2)) / unit, PlaceWeight * (bottom + 1) / unit);
        float size = MathF.Log2((float)n / (unit * unit)) / 2;
        float cos2 = (float)((vx - vy) / spread), sin2 = (float)(2 * cxy / spread);   // of the axis' angle, × elongation: cos −1 upright, 1 lying
        shape.AddRange([footX, footY, MathF.Log2(h / unit), MathF.Log2(w / unit), size, cos2, sin2]);
        float seconds = Selection.Nth(CollectionsMarshal.AsSpan(ages), (int)(AgeQuantile * (ages.Count - 1)));
        stay.AddRange([footX, footY, size, MathF.Log2(1 + seconds)]);
        box.AddRange([left, top, w, h, (float)n / (w * h), seconds]);
        return true;
    }

    /// <summary>Makes a thing so many times as tall and wide where it stands.</summary>
    public static void Enlarge(Span<float> shape, float times)
    {
        foreach (ref float size in shape[2..5])
        {
            size += MathF.Log2(times);
        }
    }

    /// <summary>Turns a thing by 90 degrees where it stands: what was upright lies.</summary>
    public static void Turn(Span<float> shape)
    {
        (shape[2], shape[3]) = (shape[3], shape[2]);
        (shape[5], shape[6]) = (-shape[5], -shape[6]);
    }

    /// <summary>The seconds of a stay.</summary>
    public static ref float LogSeconds(Span<float> stay) => ref stay[3];
}
