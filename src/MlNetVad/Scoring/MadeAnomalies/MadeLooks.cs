namespace MlNetVad.Scoring;

/// <summary>Pictures and places that look as they do not.</summary>
internal static class MadeLooks
{
    private const float Times = 2;

    /// <summary>One vector or none: the difference of two normal pictures is laid on a third, twice, so that it does not just become one of them.</summary>
    public static RowChange AnotherPicture(IReadOnlyList<float[]> normal, int width)
    {
        float[][] pictures = [.. normal.Where(row => row.Length == width)];
        int row = 0;
        return picture =>
        {
            if (picture.Length == 0 || pictures.Length < 3)
            {
                return false;
            }

            // a third and two thirds of the pictures later
            float[] to = pictures[(row + (pictures.Length / 3)) % pictures.Length], from = pictures[(row + (2 * pictures.Length / 3)) % pictures.Length];
            row++;
            for (int i = 0; i < picture.Length; i++)
            {
                picture[i] = MathF.Max(0, picture[i] + (Times * (to[i] - from[i])));
            }

            return true;
        };
    }

    /// <summary>All places' vectors or none: in each row another place looks like the one half the picture away.</summary>
    public static RowChange OtherLooks(IReadOnlyList<float[]> normal, int width)
    {
        int row = 0;
        return map =>
        {
            int places = map.Length / width;
            if (places < 2)
            {
                return false;
            }

            int place = row++ % places, far = (place + (places / 2)) % places;
            map.Slice(far * width, width).CopyTo(map.Slice(place * width, width));
            return true;
        };
    }
}
