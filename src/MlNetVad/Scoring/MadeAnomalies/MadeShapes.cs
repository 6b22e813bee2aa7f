using MlNetVad.Transforms.Presence;

namespace MlNetVad.Scoring;

/// <summary>Things of another size, posture, place or stay (<see cref="ObjectShape"/>), and more of them.</summary>
internal static class MadeShapes
{
    private const int Places = 16;   // tried in a row, and in a column
    private const float Longer = 4, Times = 2.5f;

    /// <summary>Descriptions: the middle one is enlarged.</summary>
    public static bool Larger(Span<float> shapes, int width)
    {
        Span<float> thing = Middle(shapes, width);
        if (thing.Length > 0)
        {
            ObjectShape.Enlarge(thing, 2);
        }

        return thing.Length > 0;
    }

    /// <summary>Descriptions: the middle one is turned.</summary>
    public static bool OnItsSide(Span<float> shapes, int width)
    {
        Span<float> thing = Middle(shapes, width);
        if (thing.Length > 0)
        {
            ObjectShape.Turn(thing);
        }

        return thing.Length > 0;
    }

    /// <summary>Descriptions: the middle one is put where things were least.</summary>
    public static RowChange Elsewhere(IReadOnlyList<float[]> normal, int width)
    {
        (float X, float Y)[] seen = [.. normal.SelectMany(row => row.Chunk(width)).Select(thing => (thing[0], thing[1]))];
        (float X, float Y) place = seen.Length > 0 ? Farthest(seen) : default;
        return shapes =>
        {
            Span<float> thing = Middle(shapes, width);
            if (thing.Length > 0)
            {
                (thing[0], thing[1]) = place;
            }

            return thing.Length > 0;
        };
    }

    /// <summary>Stays: the middle one has been there longer than any.</summary>
    public static RowChange Stays(IReadOnlyList<float[]> normal, int width)
    {
        float longest = normal.SelectMany(row => row.Chunk(width)).Select(stay => MathF.Pow(2, ObjectShape.LogSeconds(stay)) - 1).DefaultIfEmpty().Max();
        float seconds = Math.Min(Longer * longest, (float)PresenceTracker.AbsorbSeconds);
        return stays =>
        {
            Span<float> thing = Middle(stays, width);
            if (thing.Length > 0)
            {
                ObjectShape.LogSeconds(thing) = MathF.Log2(1 + seconds);
            }

            return thing.Length > 0;
        };
    }

    /// <summary>log2 of 1 + the area of everything.</summary>
    public static bool More(Span<float> amount)
    {
        float area = MathF.Pow(2, amount[0]) - 1;
        amount[0] = MathF.Log2(1 + (Times * area));
        return area > 0;
    }

    private static Span<float> Middle(Span<float> things, int width) =>
        things.Length == 0 ? [] : things.Slice(things.Length / width / 2 * width, width);

    // of a grid over all places seen, the place whose nearest one is farthest
    private static (float X, float Y) Farthest((float X, float Y)[] seen)
    {
        (float left, float right, float top, float bottom) = (seen.Min(s => s.X), seen.Max(s => s.X), seen.Min(s => s.Y), seen.Max(s => s.Y));
        return Enumerable.Range(0, Places * Places)
            .Select(i => (X: left + ((right - left) * (i % Places) / (Places - 1)), Y: top + ((bottom - top) * (i / Places) / (Places - 1))))
            .MaxBy(place => seen.Min(s => ((s.X - place.X) * (s.X - place.X)) + ((s.Y - place.Y) * (s.Y - place.Y))));
    }
}
