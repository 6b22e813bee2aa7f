using System.Runtime.InteropServices;
using MlNetVad.Torch.Trainers.Pictures;
using MlNetVad.Torch.Trainers.Tokens;
using MlNetVad.Transforms.Pictures;

namespace MlNetVad.Torch.Trainers.Samples;

/// <summary>
/// The training clips at the network's size, in a temporary file that the system deletes with it: read once from the
/// video, then drawn in any order, so that memory stays flat however long the video is. A frame that the next clip
/// shares is written once.
/// </summary>
internal sealed class SampleSpool : IDisposable
{
    private readonly PictureSize _size;
    private readonly int _textWidth;
    private readonly SpoolFile _frames, _texts;
    private readonly List<long> _starts = [];
    private readonly List<int> _rows = [];
    private readonly List<float> _places = [];
    private readonly long[] _last;
    private long _written;

    /// <summary>An empty spool.</summary>
    /// <param name="folder">Where the file goes; null is the system's folder for temporary files.</param>
    /// <param name="length">T, frames a sample.</param>
    /// <param name="size">The network's pictures.</param>
    /// <param name="textWidth">Numbers of a sample's text embedding; 0 for none.</param>
    /// <param name="tokens">Where the samples' frozen tokens go, or null without them; the spool owns it.</param>
    public SampleSpool(string? folder, int length, PictureSize size, int textWidth, SampleTokens? tokens = null)
    {
        (Length, _size, _textWidth, Tokens) = (length, size, textWidth, tokens);
        _frames = new SpoolFile(folder);
        _texts = new SpoolFile(folder);
        _last = new long[length];
    }

    /// <summary>T, frames a sample.</summary>
    public int Length { get; }

    /// <summary>Samples.</summary>
    public int Count => _starts.Count;

    /// <summary>Numbers of a sample's text embedding.</summary>
    public int TextWidth => _textWidth;

    /// <summary>The network's pictures.</summary>
    public PictureSize Size => _size;

    /// <summary>The samples' frozen tokens, in the order of the samples; null without them.</summary>
    public SampleTokens? Tokens { get; }

    /// <summary>Rows of the data that gave samples; the number of a sample's row is below it.</summary>
    public int Rows { get; private set; }

    /// <summary>The row that a sample is of.</summary>
    public int Row(int sample) => _rows[sample];

    /// <summary>Where a sample's object stands, its lower edge in pixels of the clip; 0 for whole frames.</summary>
    public float Place(int sample) => _places[sample];

    /// <summary>Begins the next row of the data.</summary>
    public void NextRow() => Rows++;

    /// <summary>Adds the clip of a row.</summary>
    public void Add(ClipPictures clip, ReadOnlySpan<float> text)
    {
        bool follows = Enumerable.Range(0, Length - 1).All(i => clip.Number(i) == _last[i + 1]);
        for (int i = follows ? Length - 1 : 0; i < Length; i++)
        {
            Append(clip[i]);
        }

        for (int i = 0; i < Length; i++)
        {
            _last[i] = clip.Number(i);
        }

        Note(text, 0);
    }

    /// <summary>Adds frames that no other sample shares.</summary>
    /// <param name="planes">[T, c, h, w] bytes.</param>
    /// <param name="text">Its text embedding.</param>
    /// <param name="place">Where its object stands.</param>
    public void Add(ReadOnlySpan<byte> planes, ReadOnlySpan<float> text, float place = 0)
    {
        Append(planes);
        Array.Clear(_last);
        Note(text, place);
    }

    /// <summary>Reads the frames of a sample.</summary>
    /// <param name="sample">0 … Count − 1.</param>
    /// <param name="planes">[T, c, h, w] bytes, written.</param>
    public void ReadFrames(int sample, Span<byte> planes) => _frames.Read(_starts[sample] * _size.Elements, planes);

    /// <summary>Reads the text embedding of a sample.</summary>
    public void ReadText(int sample, Span<float> text) =>
        _texts.Read((long)sample * _textWidth * sizeof(float), MemoryMarshal.AsBytes(text));

    /// <inheritdoc/>
    public void Dispose()
    {
        _frames.Dispose();
        _texts.Dispose();
        Tokens?.Dispose();
    }

    private void Append(ReadOnlySpan<byte> planes)
    {
        _frames.Write(planes);
        _written += planes.Length / _size.Elements;
    }

    private void Note(ReadOnlySpan<float> text, float place)
    {
        _texts.Write(MemoryMarshal.AsBytes(text));
        _starts.Add(_written - Length);
        _rows.Add(Rows - 1);
        _places.Add(place);
    }
}
