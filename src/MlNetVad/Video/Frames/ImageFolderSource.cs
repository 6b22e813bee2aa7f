using System.Text;

namespace MlNetVad.Video.Frames;

/// <summary>A folder of images as one video. Images that follow each other, stored alike, are decoded by one run of ffmpeg.</summary>
internal sealed class ImageFolderSource : FrameSource
{
    private readonly string _folder;
    private readonly string[] _files;
    private readonly double? _framesPerSecond;
    private FrameSourceInfo? _info;
    private List<(int First, string Kind, ImageHeader Header)> _runs = [];

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

    public override long? StoredBytes => _files.Sum(file => new FileInfo(file).Length);

    public override string Stamp => FileStamp.Of(_files);

    public override string? FileOf(int frame) => _files[frame];

    public override FrameSourceInfo Describe() => _info ??= Measure();

    public override FrameReader Open(FrameFormat format, CancellationToken cancellation)
    {
        FrameFormat resolved = format.Resolve(Describe().Native);
        return new PrefetchReader(new ReaderChain(_runs.Count, run => new FfmpegReader(Job(run), resolved, cancellation), resolved), cancellation);
    }

    private FfmpegJob Job(int run)
    {
        (int first, _, ImageHeader header) = _runs[run];
        int end = run + 1 < _runs.Count ? _runs[run + 1].First : _files.Length;
        return new FfmpegJob
        {
            Address = new MediaAddress(_folder, _folder, IsUrl: false),
            Input = ["-noautorotate", "-f", "concat", "-safe", "0", "-protocol_whitelist", "file,pipe", "-i", "pipe:0"],
            StandardInput = List(_files.AsSpan(first..end)),
            Filter = header.Orientation.Filter,
            Native = Describe().Native,
            Promised = end - first,
            Strict = true,
        };
    }

    public override FrameReader OpenExcerpt(FrameExcerpt excerpt, FrameFormat format, CancellationToken cancellation)
    {
        string[] files = [.. Enumerable.Range(0, excerpt.Count).Select(i => excerpt.First + (i * excerpt.Step)).Where(i => i < _files.Length).Select(i => _files[i])];
        return new ImageFolderSource(_folder, files).Open(format, cancellation);
    }

    private FrameSourceInfo Measure()
    {
        var runs = new List<(int First, string Kind, ImageHeader Header)>();
        for (int i = 0; i < _files.Length; i++)
        {
            ImageHeader header = ImageHeader.Read(_files[i]);
            string kind = Path.GetExtension(_files[i]).ToUpperInvariant();
            if (runs.Count > 0 && (runs[0].Header.Height, runs[0].Header.Width) != (header.Height, header.Width))
            {
                throw new VadException(
                    $"Images of folder '{_folder}' differ in size: '{Path.GetFileName(_files[0])}' is {runs[0].Header.Width}×{runs[0].Header.Height}, " +
                    $"'{Path.GetFileName(_files[i])}' is {header.Width}×{header.Height}; the frames of one video must all have one size.");
            }

            if (runs.Count == 0 || (runs[^1].Kind, runs[^1].Header) != (kind, header))
            {
                runs.Add((i, kind, header));
            }
        }

        _runs = runs;
        return new FrameSourceInfo(runs[0].Header.Height, runs[0].Header.Width, _files.Length, _framesPerSecond);
    }

    private static string List(ReadOnlySpan<string> files)
    {
        var list = new StringBuilder(FfmpegList.Header);
        foreach (string file in files)
        {
            list.Append(FfmpegList.Entry(file));
        }

        return list.ToString();
    }
}
