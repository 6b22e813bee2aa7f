namespace MlNetVad.Onnx.ClipCaption;

/// <summary>
/// The captions of this program's run, in bounded memory: when the younger half is full it becomes the older half, and what was
/// in that and has not been used since is forgotten. Thread-safe.
/// </summary>
/// <param name="limitBytes">About how much it may hold.</param>
internal sealed class CaptionMemory(long limitBytes = 64L << 20)
{
    // a key, a reference and a string's head
    private const int Overhead = 100;

    private readonly Lock _lock = new();
    private Dictionary<CaptionKey, string> _young = [];
    private Dictionary<CaptionKey, string> _old = [];
    private long _bytes;

    /// <summary>How many captions it holds.</summary>
    public int Count => _young.Count + _old.Count;

    /// <summary>The caption, or null.</summary>
    public string? Find(CaptionKey key)
    {
        lock (_lock)
        {
            if (_young.TryGetValue(key, out string? caption))
            {
                return caption;
            }

            if (_old.Remove(key, out caption))
            {
                Keep(key, caption);
            }

            return caption;
        }
    }

    /// <summary>Keeps a caption.</summary>
    public void Add(CaptionKey key, string caption)
    {
        lock (_lock)
        {
            Keep(key, caption);
        }
    }

    private void Keep(CaptionKey key, string caption)
    {
        if (!_young.TryAdd(key, caption))
        {
            return;
        }

        _bytes += Overhead + (2L * caption.Length);
        if (_bytes > limitBytes / 2)
        {
            (_old, _young, _bytes) = (_young, [], 0);
        }
    }
}
