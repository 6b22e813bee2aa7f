using System.Runtime.InteropServices;

namespace MlNetVad.Onnx.DetectObjects;

/// <summary>Greedy non-maximum suppression: the best box stays, what overlaps it too much goes, and so on.</summary>
internal static class BoxSuppression
{
    /// <summary>Leaves the boxes that stay, by falling score.</summary>
    /// <param name="boxes">The boxes of one frame.</param>
    /// <param name="threshold">The largest intersection over union of two that stay.</param>
    /// <param name="classAgnostic">Whether boxes of different classes compete.</param>
    /// <param name="most">How many may stay.</param>
    public static void Apply(List<Detection> boxes, float threshold, bool classAgnostic, int most)
    {
        Span<Detection> all = CollectionsMarshal.AsSpan(boxes);
        all.Sort(ByFallingScore);
        int kept = 0;
        for (int i = 0; i < all.Length && kept < most; i++)
        {
            if (Stays(in all[i], all[..kept], threshold, classAgnostic))
            {
                all[kept++] = all[i];
            }
        }

        CollectionsMarshal.SetCount(boxes, kept);
    }

    private static bool Stays(in Detection box, ReadOnlySpan<Detection> better, float threshold, bool classAgnostic)
    {
        foreach (ref readonly Detection other in better)
        {
            if ((classAgnostic || other.Class == box.Class) && box.Overlap(in other) > threshold)
            {
                return false;
            }
        }

        return true;
    }

    // of equal scores the order is that of places, whatever tile they come from
    private static int ByFallingScore(Detection a, Detection b) =>
        b.Score.CompareTo(a.Score) is not 0 and var byScore ? byScore
        : a.Top.CompareTo(b.Top) is not 0 and var byRow ? byRow
        : a.Left.CompareTo(b.Left) is not 0 and var byColumn ? byColumn
        : a.Class.CompareTo(b.Class);
}
