namespace MlNetVad.Transforms.Presence;

/// <summary>
/// Puts the pieces of one thing together: components that stand over one another with little between them, as a head, a coat that
/// looks like the wall, and legs do.
/// </summary>
internal static class ObjectGroups
{
    private const double LeastOverlap = 0.5;   // of the narrower one's width

    /// <summary>Merges in place.</summary>
    /// <param name="components">The pieces.</param>
    /// <param name="gap">Rows that may lie between two pieces.</param>
    public static List<Component> Merge(List<Component> components, double gap)
    {
        for (int i = 0; i < components.Count; i++)
        {
            for (int j = 0; j < components.Count; j++)
            {
                if (i != j && Belong(components[i], components[j], gap))
                {
                    components[i] = Union(components[i], components[j]);
                    components.RemoveAt(j);
                    (i, j) = (-1, components.Count);   // a union may reach others: begin anew
                    break;
                }
            }
        }

        return components;
    }

    private static bool Belong(in Component a, in Component b, double gap)
    {
        int overlap = Math.Min(a.X + a.Width, b.X + b.Width) - Math.Max(a.X, b.X);
        int between = Math.Max(a.Y, b.Y) - Math.Min(a.Bottom, b.Bottom);
        return overlap >= LeastOverlap * Math.Min(a.Width, b.Width) && between <= gap;
    }

    private static Component Union(in Component a, in Component b)
    {
        (int x, int y) = (Math.Min(a.X, b.X), Math.Min(a.Y, b.Y));
        return new Component(x, y, Math.Max(a.X + a.Width, b.X + b.Width) - x, Math.Max(a.Bottom, b.Bottom) - y, a.Area + b.Area);
    }
}
