namespace MlNetVad.Transforms.CropObjects;

/// <summary>Leaves out objects that show what a surer one shows already.</summary>
internal static class ApartObjects
{
    private const int Stride = 6, Confidence = 4;

    /// <summary>The objects that stay, the surest first.</summary>
    /// <param name="objects">[m, 6].</param>
    /// <param name="overlap">Two objects show the same where they share more than this of what they cover together.</param>
    /// <param name="most">At most so many stay.</param>
    /// <returns>[k, 6].</returns>
    public static float[] Of(ReadOnlySpan<float> objects, double overlap, int most)
    {
        float[] all = objects.ToArray();
        var kept = new List<int>();
        foreach (int i in Enumerable.Range(0, all.Length / Stride).OrderByDescending(i => all[(i * Stride) + Confidence]))
        {
            if (kept.Count < most && kept.TrueForAll(k => Shared(all.AsSpan(k * Stride, Stride), all.AsSpan(i * Stride, Stride)) <= overlap))
            {
                kept.Add(i);
            }
        }

        return [.. kept.SelectMany(i => all[(i * Stride)..((i + 1) * Stride)])];
    }

    // intersection over union
    private static double Shared(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double width = Math.Min(a[0] + a[2], b[0] + b[2]) - Math.Max(a[0], b[0]), height = Math.Min(a[1] + a[3], b[1] + b[3]) - Math.Max(a[1], b[1]);
        double both = Math.Max(0, width) * Math.Max(0, height);
        return both / (((double)a[2] * a[3]) + ((double)b[2] * b[3]) - both);
    }
}
