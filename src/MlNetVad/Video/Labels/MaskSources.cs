using MlNetVad.Video.Frames;

namespace MlNetVad.Video.Labels;

/// <summary>Masks as a folder of images, one a frame: any pixel that is not black is anomalous.</summary>
internal sealed class ImageMaskSource(string folder) : MaskSource
{
    private ImageFolderSource? _images;

    public override int? Count => Images.FrameCount;

    private ImageFolderSource Images => _images ??= new ImageFolderSource(folder);

    /// <summary>Labels of the frames: anomalous where the mask has any such pixel. Decodes all masks.</summary>
    public FrameLabels ReadLabels()
    {
        using FrameReader reader = OpenNative(CancellationToken.None);
        var mask = new byte[reader.Format.FrameBytes];
        var labels = new List<float>();
        while (reader.Read(mask))
        {
            labels.Add(mask.AsSpan().ContainsAnyExcept((byte)0) ? 1 : 0);
        }

        return FrameLabels.PerFrame([.. labels]);
    }

    protected override FrameReader OpenNative(CancellationToken cancellation) => Images.Open(default, cancellation);
}

/// <summary>Masks as a NumPy array, frames × H × W.</summary>
internal sealed class NpyMaskSource(string path) : MaskSource
{
    public override int? Count
    {
        get
        {
            using NpyFile npy = Open();
            return npy.Shape[0];
        }
    }

    protected override FrameReader OpenNative(CancellationToken cancellation)
    {
        NpyFile npy = Open();
        return new Reader(npy, new FrameFormat(npy.Shape[1], npy.Shape[2]), cancellation);
    }

    private NpyFile Open()
    {
        NpyFile npy = NpyFile.Open(path);
        if (npy.Shape.Length == 3 && npy.Shape.All(size => size > 0))
        {
            return npy;
        }

        npy.Dispose();
        throw new VadException($"Mask file '{path}' has the shape {string.Join(" × ", npy.Shape)}; expected frames × height × width.");
    }

    private sealed class Reader(NpyFile npy, FrameFormat format, CancellationToken cancellation) : FrameReader(format)
    {
        private int _left = npy.Shape[0];

        public override bool Read(Span<byte> frame)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_left == 0)
            {
                return false;
            }

            _left--;
            npy.ReadMarks(frame[..Format.FrameBytes]);
            return true;
        }

        private protected override void Dispose(bool disposing) => npy.Dispose();
    }
}

/// <summary>Masks as a MATLAB cell array with one H × W matrix a frame (CUHK Avenue's <c>volLabel</c>).</summary>
internal sealed class MatMaskSource(string path, string variable) : MaskSource
{
    /// <summary>Unknown: the file is compressed as a whole, so counting means reading it.</summary>
    public override int? Count => null;

    /// <summary>Labels of the frames: anomalous where the mask has any such pixel.</summary>
    public FrameLabels ReadLabels() => FrameLabels.PerFrame([.. MatFile.Cells(path, variable).Select(cell => cell.AnyMarked(path) ? 1f : 0f)]);

    protected override FrameReader OpenNative(CancellationToken cancellation)
    {
        IEnumerator<MatArray> cells = MatFile.Cells(path, variable).GetEnumerator();
        if (cells.MoveNext() && cells.Current.Dimensions is [> 0 and int height, > 0 and int width])
        {
            return new Reader(path, cells, new FrameFormat(height, width), cancellation);
        }

        cells.Dispose();
        throw new VadException($"Mask file '{path}' has no matrix in '{variable}'; expected one height × width matrix a frame.");
    }

    private sealed class Reader(string path, IEnumerator<MatArray> cells, FrameFormat format, CancellationToken cancellation) : FrameReader(format)
    {
        private bool _more = true;

        public override bool Read(Span<byte> frame)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!_more)
            {
                return false;
            }

            MatArray cell = cells.Current;
            if (cell.Dimensions.Length != 2 || cell.Dimensions[0] != Format.Height || cell.Dimensions[1] != Format.Width)
            {
                throw new VadException($"Mask file '{path}' has matrices of {Format.Height} × {Format.Width} and of {string.Join(" × ", cell.Dimensions)}; all must have one size.");
            }

            for (int x = 0, at = 0; x < Format.Width; x++)
            {
                for (int y = 0; y < Format.Height; y++, at++)
                {
                    frame[y * Format.Width + x] = MaskValue.IsMarked(cell[at], path) ? (byte)1 : (byte)0;
                }
            }

            _more = cells.MoveNext();
            return true;
        }

        private protected override void Dispose(bool disposing) => cells.Dispose();
    }
}
