namespace MlNetVad.Onnx.FrameEncoding;

/// <summary>A frame's tokens.</summary>
/// <param name="hidden">Numbers of its last hidden state.</param>
/// <param name="embedded">Numbers of its patch embeddings; 0 for none.</param>
internal sealed class EncodedFrame(int hidden, int embedded)
{
    /// <summary>The last hidden state, [N, D].</summary>
    public float[] Hidden { get; } = new float[hidden];

    /// <summary>The patch embeddings, [P, D]; empty without them.</summary>
    public float[] Embedded { get; } = new float[embedded];

    /// <summary>SHA-256 of the frame's pixels; empty where there is no frame.</summary>
    public byte[] Key { get; set; } = [];

    /// <summary>When it was last wanted.</summary>
    public long LastUse { get; set; }
}

/// <summary>The tokens of the frames that were wanted last, so that clips that overlap encode each frame once. One a cursor.</summary>
/// <param name="capacity">Frames at most; more than a clip has.</param>
/// <param name="hidden">Numbers of a frame's last hidden state.</param>
/// <param name="embedded">Numbers of a frame's patch embeddings.</param>
internal sealed class FrameCache(int capacity, int hidden, int embedded)
{
    private readonly List<EncodedFrame> _frames = [];
    private long _uses;

    /// <summary>Frames that are held.</summary>
    public int Count => _frames.Count;

    /// <summary>The frame of a key.</summary>
    /// <param name="key">SHA-256 of its pixels.</param>
    /// <param name="isNew">Whether its tokens must still be written: then it takes the place of the one that was not wanted for longest.</param>
    public EncodedFrame Get(ReadOnlySpan<byte> key, out bool isNew)
    {
        EncodedFrame? found = null;
        foreach (EncodedFrame frame in _frames)
        {
            if (key.SequenceEqual(frame.Key))
            {
                found = frame;
            }
        }

        isNew = found is null;
        found ??= Place();
        if (isNew)
        {
            found.Key = key.ToArray();
        }

        found.LastUse = ++_uses;
        return found;
    }

    /// <summary>Forgets frames whose tokens could not be written.</summary>
    public static void Forget(IEnumerable<EncodedFrame> frames)
    {
        foreach (EncodedFrame frame in frames)
        {
            frame.Key = [];
        }
    }

    private EncodedFrame Place()
    {
        if (_frames.Count < capacity)
        {
            _frames.Add(new EncodedFrame(hidden, embedded));
            return _frames[^1];
        }

        return _frames.MinBy(frame => frame.LastUse)!;
    }
}
