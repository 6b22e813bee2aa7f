namespace MlNetVad.Video.Labels;

/// <summary>Labels by frame number, in any order and with gaps: a byte a frame, in pages, so that ten million rows are ten megabytes.</summary>
internal sealed class LabelRows
{
    private const int PageBits = 12, PageLength = 1 << PageBits;
    private const byte Normal = 1, Anomalous = 2, Unknown = 3;   // 0 is no row
    private readonly Dictionary<int, byte[]> _pages = [];

    /// <summary>The first frame with a row; meaningless without one.</summary>
    public int First { get; private set; } = int.MaxValue;

    /// <summary>The last frame with a row; -1 without one.</summary>
    public int Last { get; private set; } = -1;

    /// <summary>Adds a row.</summary>
    /// <param name="frame">Its number, from 0.</param>
    /// <param name="label">0, 1, or NaN.</param>
    /// <returns>Whether the frame had none before.</returns>
    public bool TryAdd(int frame, float label)
    {
        if (!_pages.TryGetValue(frame >> PageBits, out byte[]? page))
        {
            _pages.Add(frame >> PageBits, page = new byte[PageLength]);
        }

        ref byte kept = ref page[frame & (PageLength - 1)];
        if (kept != 0)
        {
            return false;
        }

        kept = label switch { 0 => Normal, 1 => Anomalous, _ => Unknown };
        (First, Last) = (Math.Min(First, frame), Math.Max(Last, frame));
        return true;
    }

    /// <summary>Adds all rows of another video's name.</summary>
    /// <returns>A frame that both have; null where there is none.</returns>
    public int? Add(LabelRows other)
    {
        foreach ((int number, byte[] page) in other._pages)
        {
            for (int i = 0; i < PageLength; i++)
            {
                int frame = (number << PageBits) + i;
                if (page[i] != 0 && !TryAdd(frame, other[frame]))
                {
                    return frame;
                }
            }
        }

        return null;
    }

    /// <summary>The label of a frame; NaN where it is unknown or has no row.</summary>
    public float this[int frame] => Kept(frame) switch { Normal => 0, Anomalous => 1, _ => float.NaN };

    private byte Kept(int frame) => _pages.TryGetValue(frame >> PageBits, out byte[]? page) ? page[frame & (PageLength - 1)] : (byte)0;
}
