using Microsoft.ML.OnnxRuntime;

namespace MlNetVad.Onnx.VisionLanguage;

/// <summary>
/// What a decoder has read: keys and values of earlier tokens, which stay the runtime's own memory and are handed from one
/// step to the next. One instance a describer; it is emptied after every caption.
/// </summary>
internal sealed class DecoderState : IDisposable
{
    private IDisposableReadOnlyCollection<OrtValue>? _last;
    private long[] _ones = [], _counting = [];

    /// <summary>Tokens read.</summary>
    public int Length { get; private set; }

    /// <summary>Keys and values of what was read, or null before the first step.</summary>
    public IEnumerable<OrtValue>? Past => _last?.Skip(1);

    /// <summary>Takes a step's outputs, logits first, and frees those of the step before.</summary>
    public void Keep(IDisposableReadOnlyCollection<OrtValue> outputs, int count)
    {
        _last?.Dispose();
        _last = outputs;
        Length += count;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _last?.Dispose();
        _last = null;
        Length = 0;
    }

    /// <summary>The attention mask over what was read and what comes: all ones, [1, past + t].</summary>
    public OrtValue Mask(int count)
    {
        Grow(count);
        return Slice(_ones, 0, Length + count);
    }

    /// <summary>The positions of what comes, [1, t].</summary>
    public OrtValue Positions(int count)
    {
        Grow(count);
        return Slice(_counting, Length, count);
    }

    public void Dispose() => Clear();

    private void Grow(int count)
    {
        if (_ones.Length < Length + count)
        {
            _ones = new long[Math.Max(2 * _ones.Length, Length + count)];
            Array.Fill(_ones, 1);
            _counting = [.. Enumerable.Range(0, _ones.Length).Select(i => (long)i)];
        }
    }

    private static OrtValue Slice(long[] values, int start, int count) =>
        OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values.AsMemory(start, count), [1, count]);
}
