using Microsoft.ML.Data;
using MlNetVad.Transforms.Background;
using MlNetVad.Transforms.Pictures;

namespace MlNetVad.Video.Frames;

/// <summary>
/// Images that code hands over. Their size is the first one's, which is looked at before a pass begins; that pass then begins with it,
/// so that nothing of what can be enumerated only once is lost.
/// </summary>
internal sealed class PushedImageSource(string id, IEnumerable<MLImage> images, double? framesPerSecond) : FrameSource
{
    private readonly Lock _lock = new();
    private IEnumerator<MLImage>? _begun;
    private FrameFormat? _size;

    public override int? FrameCount => images.TryGetNonEnumeratedCount(out int count) ? count : null;

    public override FrameSourceInfo Describe()
    {
        FrameFormat size = Size();
        return new(size.Height, size.Width, FrameCount, framesPerSecond);
    }

    public override FrameReader Open(FrameFormat asked, CancellationToken cancellation)
    {
        FrameFormat size = Size();
        lock (_lock)
        {
            IEnumerator<MLImage>? begun = _begun;
            _begun = null;
            return new Reader(id, begun ?? images.GetEnumerator(), hasFirst: begun is not null, size, asked.Resolve(size), cancellation);
        }
    }

    private FrameFormat Size()
    {
        lock (_lock)
        {
            if (_size is null)
            {
                IEnumerator<MLImage> all = images.GetEnumerator();
                if (!all.MoveNext())
                {
                    all.Dispose();
                    throw new VadException($"Video '{id}' has no image; push at least one.");
                }

                _begun = all;
                _size = new FrameFormat(all.Current.Height, all.Current.Width);
            }

            return _size.Value;
        }
    }

    private sealed class Reader(string id, IEnumerator<MLImage> images, bool hasFirst, FrameFormat size, FrameFormat format, CancellationToken cancellation)
        : FrameReader(format)
    {
        private readonly PictureResizer? _resizer = (size.Height, size.Width) == (format.Height, format.Width)
            ? null
            : new PictureResizer(size.Height, size.Width, format.Channels, new PictureSize(format.Channels, format.Height, format.Width));

        private readonly byte[] _colours = new byte[3 * size.Height * size.Width];
        private readonly byte[] _pixels = new byte[format.Channels * size.Height * size.Width];
        private readonly byte[] _planes = new byte[format.FrameBytes];
        private bool _hasCurrent = hasFirst;
        private int _index;

        public override bool Read(Span<byte> frame)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!_hasCurrent && !images.MoveNext())
            {
                return false;
            }

            _hasCurrent = false;
            MLImage image = images.Current;
            if ((image.Height, image.Width) != (size.Height, size.Width))
            {
                throw new VadException($"Image {_index} of video '{id}' is {image.Width}×{image.Height}, those before it are {size.Width}×{size.Height}; push images of one size.");
            }

            TakeColours(image);
            _index++;
            Span<byte> pixels = _resizer is null ? frame : _pixels;
            if (Format.Channels == 1)
            {
                Luma.ToGrey(_colours, 3, pixels);
            }
            else
            {
                _colours.CopyTo(pixels);
            }

            if (_resizer is not null)
            {
                _resizer.Resize(_pixels, _planes);
                Interleave(frame);
            }

            return true;
        }

        private protected override void Dispose(bool disposing) => images.Dispose();

        private void TakeColours(MLImage image)
        {
            (int red, int blue) = image.PixelFormat switch
            {
                MLPixelFormat.Bgra32 => (2, 0),
                MLPixelFormat.Rgba32 => (0, 2),
                _ => throw new VadException($"Image {_index} of video '{id}' has the pixel format {image.PixelFormat}; push images of Bgra32 or Rgba32."),
            };
            ReadOnlySpan<byte> pixels = image.Pixels;
            for (int i = 0, at = 0; i < _colours.Length; i += 3, at += 4)
            {
                _colours[i] = pixels[at + red];
                _colours[i + 1] = pixels[at + 1];
                _colours[i + 2] = pixels[at + blue];
            }
        }

        private void Interleave(Span<byte> frame)
        {
            int channels = Format.Channels, plane = frame.Length / channels;
            for (int i = 0; i < frame.Length; i++)
            {
                frame[i] = _planes[((i % channels) * plane) + (i / channels)];
            }
        }
    }
}
