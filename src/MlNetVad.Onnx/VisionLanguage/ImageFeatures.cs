namespace MlNetVad.Onnx.VisionLanguage;

/// <summary>The features of a clip's pictures, a row a token; its buffer is kept from clip to clip.</summary>
internal sealed class ImageFeatures
{
    private float[] _rows = [];   // [Count, Width]

    /// <summary>Rows.</summary>
    public int Count { get; private set; }

    /// <summary>Numbers a row.</summary>
    public int Width { get; private set; }

    /// <summary>One row.</summary>
    public ReadOnlySpan<float> this[int row] => _rows.AsSpan(row * Width, Width);

    /// <summary>Forgets all rows.</summary>
    public void Clear() => Count = 0;

    /// <summary>Appends rows.</summary>
    /// <param name="rows">[n, width].</param>
    /// <param name="width">Numbers a row.</param>
    public void Add(ReadOnlySpan<float> rows, int width)
    {
        Width = width;
        int used = Count * width;
        if (_rows.Length < used + rows.Length)
        {
            Array.Resize(ref _rows, Math.Max(2 * _rows.Length, used + rows.Length));
        }

        rows.CopyTo(_rows.AsSpan(used));
        Count += rows.Length / width;
    }
}
