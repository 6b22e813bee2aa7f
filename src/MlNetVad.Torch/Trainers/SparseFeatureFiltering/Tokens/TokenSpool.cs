using MlNetVad.Torch.Trainers.Samples;

namespace MlNetVad.Torch.Trainers.Tokens;

/// <summary>
/// The frozen tokens of the training clips in a temporary file, in half precision. A frame that the next clip shares is written
/// once: 2.1 MB a frame at 1025 tokens of 1024 numbers, 8.4 MB for a clip of four that stands alone.
/// </summary>
internal sealed class TokenSpool : IDisposable
{
    private readonly ClipTokens _clip;
    private readonly SpoolFile _file;
    private readonly List<long> _starts = [];
    private readonly long[] _last;
    private readonly byte[] _packed;
    private readonly int _frameBytes;
    private long _written;

    /// <summary>An empty spool.</summary>
    /// <param name="folder">Where the file goes; null is the system's folder for temporary files.</param>
    /// <param name="clip">How a row's tokens are read.</param>
    public TokenSpool(string? folder, ClipTokens clip)
    {
        _clip = clip;
        _file = new SpoolFile(folder);
        _last = new long[clip.Count];
        _frameBytes = HalfTokens.Bytes(clip.Values);
        _packed = new byte[clip.Count * _frameBytes];
    }

    /// <summary>Numbers of a sample.</summary>
    public int Values => _clip.Count * _clip.Values;

    /// <summary>Bytes that were written.</summary>
    public long Bytes => _written * _frameBytes;

    /// <summary>Adds the tokens of the next sample.</summary>
    /// <param name="tokens">The numbers of a row.</param>
    /// <exception cref="VadException">They do not fit the network or the disk, or are not finite.</exception>
    public void Add(ReadOnlySpan<float> tokens)
    {
        _clip.Load(tokens);
        bool follows = Enumerable.Range(0, _clip.Count - 1).All(i => _clip.Number(i) == _last[i + 1]);
        for (int i = follows ? _clip.Count - 1 : 0; i < _clip.Count; i++, _written++)
        {
            _file.Write(_clip[i]);
        }

        for (int i = 0; i < _clip.Count; i++)
        {
            _last[i] = _clip.Number(i);
        }

        _starts.Add(_written - _clip.Count);
    }

    /// <summary>Reads the tokens of a sample.</summary>
    /// <param name="sample">In the order in which they were added, from 0.</param>
    /// <param name="tokens">[frames, tokens, numbers], written.</param>
    public void Read(int sample, Span<float> tokens)
    {
        _file.Read(_starts[sample] * _frameBytes, _packed);
        for (int i = 0; i < _clip.Count; i++)
        {
            HalfTokens.Unpack(_packed.AsSpan(i * _frameBytes, _frameBytes), tokens.Slice(i * _clip.Values, _clip.Values));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
