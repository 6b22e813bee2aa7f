namespace MlNetVad.Transforms.Presence;

/// <summary>Grows a mask from its sure pixels through the likely ones that touch them (Canny 1986, section on thresholding).</summary>
internal sealed class Hysteresis(int height, int width)
{
    private readonly Stack<int> _todo = new();

    /// <summary>Writes the grown mask; gives the number of pixels set.</summary>
    /// <param name="sure">H × W, 0 or 1.</param>
    /// <param name="likely">H × W, 0 or 1; a border pixel counts as unlikely.</param>
    /// <param name="mask">H × W, written.</param>
    public int Apply(ReadOnlySpan<byte> sure, ReadOnlySpan<byte> likely, Span<byte> mask)
    {
        mask.Clear();
        for (int at = sure.IndexOf((byte)1); at >= 0; at = Next(sure, at))
        {
            if (mask[at] == 0)
            {
                mask[at] = 1;
                _todo.Push(at);
            }
        }

        int set = 0;
        while (_todo.TryPop(out int at))
        {
            set++;
            (int y, int x) = Math.DivRem(at, width);
            for (int ny = Math.Max(0, y - 1); ny <= Math.Min(height - 1, y + 1); ny++)
            {
                for (int nx = Math.Max(0, x - 1); nx <= Math.Min(width - 1, x + 1); nx++)
                {
                    int near = (ny * width) + nx;
                    if (likely[near] != 0 && mask[near] == 0)
                    {
                        mask[near] = 1;
                        _todo.Push(near);
                    }
                }
            }
        }

        return set;
    }

    private static int Next(ReadOnlySpan<byte> sure, int at)
    {
        int next = sure[(at + 1)..].IndexOf((byte)1);
        return next < 0 ? -1 : at + 1 + next;
    }
}
