using Microsoft.ML.Data;
using MlNetVad.Transforms.Background;

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
        FrameFormat resolved = asked.Resolve(size);
        if ((resolved.Height, resolved.Width) != (size.Height, size.Width))
        {
            throw new VadException($"Images of video '{id}' are {size.Width}×{size.Height} but {resolved.Width}×{resolved.Height} is needed; pushed images are not resized, so push them in that size.");
        }

        lock (_lock)
        {
            IEnumerator<MLImage>? begun = _begun;
            _begun = null;
            return new Reader(id, begun ?? images.GetEnumerator(), hasFirst: begun is not null, resolved, cancellation);
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

    private sealed class Reader(string id, IEnumerator<MLImage> images, bool hasFirst, FrameFormat format, CancellationToken cancellation) : FrameReader(format)
    {
        private readonly byte[] _colours = new byte[3 * format.Height * format.Width];
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
            if ((image.Height, image.Width) != (Format.Height, Format.Width))
            {
                throw new VadException($"Image {_index} of video '{id}' is {image.Width}×{image.Height}, those before it are {Format.Width}×{Format.Height}; push images of one size.");
            }

            _index++;
            TakeColours(image);
            if (Format.Channels == 1)
            {
                Luma.ToGrey(_colours, 3, frame);
            }
            else
            {
                _colours.CopyTo(frame);
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
                _ => throw new VadException($"Image {_index - 1} of video '{id}' has the pixel format {image.PixelFormat}; push images of Bgra32 or Rgba32."),
            };
            ReadOnlySpan<byte> pixels = image.Pixels;
            for (int i = 0, at = 0; i < _colours.Length; i += 3, at += 4)
            {
                _colours[i] = pixels[at + red];
                _colours[i + 1] = pixels[at + 1];
                _colours[i + 2] = pixels[at + blue];
            }
        }
    }
}
