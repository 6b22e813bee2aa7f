using System.Text;

namespace MlNetVad.Video.Frames;

/// <summary>A folder of images as one video, decoded by one run of ffmpeg.</summary>
internal sealed class ImageFolderSource : FrameSource
{
    private readonly string _folder;
    private readonly string[] _files;
    private readonly double? _framesPerSecond;
    private FrameSourceInfo? _info;

    /// <summary>Lists the images.</summary>
    /// <param name="folder">The folder, which must hold images.</param>
    /// <param name="framesPerSecond">Known rate of the data set, if any.</param>
    public ImageFolderSource(string folder, double? framesPerSecond = null)
    {
        _folder = folder;
        _framesPerSecond = framesPerSecond;
        _files = ImageFiles.In(folder);
        if (_files.Length == 0)
        {
            throw new VadException($"Folder '{folder}' holds no image; expected jpg, jpeg, png, bmp, tif, tiff, webp or pgm files.");
        }
    }

    /// <summary>Takes some images of a folder, in the given order.</summary>
    /// <param name="folder">The folder, for messages.</param>
    /// <param name="files">Full paths of images of one size, at least one.</param>
    public ImageFolderSource(string folder, string[] files)
    {
        _folder = folder;
        _files = files;
    }

    public override int? FrameCount => _files.Length;

    public override string? FileOf(int frame) => _files[frame];

    public override FrameSourceInfo Describe() => _info ??= Measure();

    public override FrameReader Open(FrameFormat format, CancellationToken cancellation)
    {
        FrameFormat native = Describe().Native;
        var job = new FfmpegJob
        {
            Address = new MediaAddress(_folder, _folder, IsUrl: false),
            Input = ["-f", "concat", "-safe", "0", "-protocol_whitelist", "file,pipe", "-i", "pipe:0"],
            StandardInput = List(),
            Native = native,
            Promised = _files.Length,
            Strict = true,
        };
        return new PrefetchReader(new FfmpegReader(job, format.Resolve(native), cancellation), cancellation);
    }

    private FrameSourceInfo Measure()
    {
        (int Height, int Width) first = ImageHeader.Size(_files[0]);
        foreach (string file in _files.AsSpan(1))
        {
            (int Height, int Width) size = ImageHeader.Size(file);
            if (size != first)
            {
                throw new VadException(
                    $"Images of folder '{_folder}' differ in size: '{Path.GetFileName(_files[0])}' is {first.Width}×{first.Height}, " +
                    $"'{Path.GetFileName(file)}' is {size.Width}×{size.Height}; the frames of one video must all have one size.");
            }
        }

        return new FrameSourceInfo(first.Height, first.Width, _files.Length, _framesPerSecond);
    }

    private string List()
    {
        var list = new StringBuilder("ffconcat version 1.0\n");
        foreach (string file in _files)
        {
            list.Append("file 'file:").Append((OperatingSystem.IsWindows() ? file.Replace('\\', '/') : file).Replace("'", "'\\''", StringComparison.Ordinal)).Append("'\nduration 0.04\n");
        }

        return list.ToString();
    }
}
