using Microsoft.ML.Data;
using MlNetVad.Video.Datasets;
using MlNetVad.Video.Frames;
using MlNetVad.Video.Labels;

namespace MlNetVad.Video;

/// <summary>A named, ordered list of videos.</summary>
public sealed class VideoSource
{
    internal VideoSource(string name, IReadOnlyList<VadVideo> videos, string? countWarning = null)
    {
        Name = name;
        Videos = videos;
        CountWarning = countWarning;
    }

    /// <summary>What the source is, for people: a data set and its split, or the path it came from (without passwords).</summary>
    public string Name { get; }

    /// <summary>The videos, in the order in which they are read.</summary>
    public IReadOnlyList<VadVideo> Videos { get; }

    /// <summary>
    /// One sentence when a known data set has other counts of videos or frames than were published, or when something in a plain
    /// folder was left out; else null.
    /// </summary>
    public string? CountWarning { get; }

    /// <summary>What was assumed of the labels, in a sentence: how frames are counted, how many videos have no row; null where nothing was.</summary>
    /// <exception cref="VadException">The labels are unreadable.</exception>
    public string? LabelNote => Assumed?.Invoke();

    internal Func<string?>? Assumed { get; init; }

    /// <summary>Number of frames of all videos where it is known exactly without decoding, else null.</summary>
    public int? FrameCount => Sum(v => v.FrameCount);

    /// <summary>Number of frames to measure progress against, where every video promises one; else null.</summary>
    /// <exception cref="VadException">A video cannot be opened.</exception>
    public int? ExpectedFrameCount => Sum(v => v.ExpectedFrameCount);

    /// <summary>
    /// Opens whatever the text names: <c>synthetic:scene?…</c>, a URL (rtsp, http, …), a video file, a folder of images
    /// (one video), a known data set (its test split), or a folder of video files and image folders (stray pictures beside them are
    /// left out, and <see cref="CountWarning"/> says so), with an optional
    /// <c>labels.csv</c> (columns <c>video,frame,label</c>, or <c>video,first,last</c> for ranges of anomalous frames; 0-based,
    /// both ends inside; with ranges, all other frames of all videos are normal).
    /// </summary>
    /// <param name="pathOrUrlOrSynthetic">The text.</param>
    /// <param name="stream">How patient to be with a URL; null for ten seconds without data and no second attempt.</param>
    /// <returns>The videos; nothing is decoded yet.</returns>
    /// <exception cref="VadException">There is no such thing, or it holds no video.</exception>
    public static VideoSource FromPath(string pathOrUrlOrSynthetic, StreamOptions? stream = null)
    {
        if (string.IsNullOrWhiteSpace(pathOrUrlOrSynthetic))
        {
            throw new VadException("No input was named; give a video file, a folder of images or videos, a URL, or synthetic:scene.");
        }

        if (SyntheticDataset.Recognises(pathOrUrlOrSynthetic))
        {
            return SyntheticDataset.Open(pathOrUrlOrSynthetic, split: null);
        }

        if (File.Exists(pathOrUrlOrSynthetic) && ImageFiles.IsImage(pathOrUrlOrSynthetic))
        {
            string picture = Path.GetFullPath(pathOrUrlOrSynthetic);
            return new VideoSource(pathOrUrlOrSynthetic,
                [new VadVideo(Path.GetFileNameWithoutExtension(picture), new ImageFolderSource(Path.GetDirectoryName(picture)!, [picture]))]);
        }

        if (MediaAddress.LooksLikeUrl(pathOrUrlOrSynthetic) || File.Exists(pathOrUrlOrSynthetic))
        {
            MediaAddress address = MediaAddress.Parse(pathOrUrlOrSynthetic) with { Stream = (stream ?? new StreamOptions()).Checked() };
            string id = address.IsUrl ? address.Display : Path.GetFileNameWithoutExtension(pathOrUrlOrSynthetic);
            return new VideoSource(address.Display, [new VadVideo(id, new MediaFrameSource(address))]);
        }

        if (!Directory.Exists(pathOrUrlOrSynthetic))
        {
            throw new VadException($"'{Secrets.Hide(pathOrUrlOrSynthetic)}' does not exist; give a video file, a folder of images or videos, a URL, or synthetic:scene.");
        }

        NestedDatasets.Refuse(pathOrUrlOrSynthetic);
        return VadDataset.Detect(pathOrUrlOrSynthetic) == VadDatasetKind.VideoFolder
            ? VideoFolderLayout.Open(pathOrUrlOrSynthetic)
            : VadDataset.Open(pathOrUrlOrSynthetic, VadSplit.Test);
    }

    /// <summary>
    /// Opens a picture, or a folder of pictures that need not belong together nor have one size: each run of equally large ones is a
    /// video, and <see cref="VadVideo.FileOf"/> tells which picture a frame is. Anything else is opened as <see cref="FromPath"/> does.
    /// </summary>
    /// <param name="pathOrUrlOrSynthetic">A picture, a folder, or what <see cref="FromPath"/> takes.</param>
    /// <param name="stream">How patient to be with a URL; null as in <see cref="FromPath"/>.</param>
    /// <returns>The videos; nothing is decoded yet.</returns>
    /// <exception cref="VadException">There is no such thing, or a picture cannot be read.</exception>
    public static VideoSource FromPictures(string pathOrUrlOrSynthetic, StreamOptions? stream = null)
    {
        if (File.Exists(pathOrUrlOrSynthetic) && ImageFiles.IsImage(pathOrUrlOrSynthetic))
        {
            return new VideoSource(pathOrUrlOrSynthetic, PictureRuns.Of([Path.GetFullPath(pathOrUrlOrSynthetic)]));
        }

        return Directory.Exists(pathOrUrlOrSynthetic) && ImageFiles.AnyIn(pathOrUrlOrSynthetic) && !Directory.EnumerateFiles(pathOrUrlOrSynthetic).Any(DatasetFolder.IsVideo)
            ? new VideoSource(pathOrUrlOrSynthetic, PictureRuns.Of(ImageFiles.In(pathOrUrlOrSynthetic)))
            : FromPath(pathOrUrlOrSynthetic, stream);
    }

    /// <summary>A source of one video only, such as one of another source whose videos differ in size.</summary>
    /// <param name="video">The video.</param>
    /// <returns>The source, named like the video.</returns>
    public static VideoSource FromVideo(VadVideo video)
    {
        ArgumentNullException.ThrowIfNull(video);
        return new VideoSource(video.Id, [video]);
    }

    /// <summary>Makes a source of one video from frames in memory, or made while they are read.</summary>
    /// <param name="id">The video's name.</param>
    /// <param name="frames">Row-major H, W, C bytes each; enumerated once a pass, so it must give the same frames every time.</param>
    /// <param name="format">Size and channels of every frame, without zeros.</param>
    /// <param name="framesPerSecond">Null when unknown.</param>
    /// <param name="labels">One a frame: 0 normal, 1 anomalous, NaN unknown; null when unlabelled.</param>
    /// <returns>The source.</returns>
    /// <exception cref="VadException">A format with zeros, or labels that are none of 0, 1 and NaN, or of another length than the frames where their number is known.</exception>
    public static VideoSource FromFrames(string id, IEnumerable<byte[]> frames, FrameFormat format, double? framesPerSecond = null, float[]? labels = null)
    {
        ArgumentNullException.ThrowIfNull(frames);
        return FromFrames(id, frames.Select(bytes => new PushedFrame(bytes)), frames.TryGetNonEnumeratedCount(out int count) ? count : null, format, framesPerSecond, labels);
    }

    /// <summary>The same of frames of which some may be missing.</summary>
    internal static VideoSource FromFrames(
        string id, IEnumerable<PushedFrame> frames, int? count, FrameFormat format, double? framesPerSecond = null, float[]? labels = null)
    {
        if (format.Height < 1 || format.Width < 1 || format.Channels is not (1 or 3))
        {
            throw new VadException($"Pushed frames of video '{id}' cannot have the format {format}; give height, width and 1 or 3 channels.");
        }

        return FromCode(id, new PushedFrameSource(id, frames, count, format, framesPerSecond), labels);
    }

    /// <summary>
    /// Makes a source of one video from ML.NET images, at hand or as they come. An enumerable that waits for its next image is a live
    /// camera: each image is taken when it is there and none is read ahead, so a score comes as soon as its clip is complete; give the
    /// <c>GetConsumingEnumerable</c> of a <c>BlockingCollection</c> and add to it from elsewhere. Such a source has one pass.
    /// </summary>
    /// <param name="images">
    /// All of one size, which is the first one's; brought to the size of <see cref="VideoOptions"/> (bicubic, close to what ffmpeg gives, not
    /// equal). Enumerated once a pass, and each image is left to its owner, who may dispose it when the next one is asked for. Grey
    /// values are BT.601 luma; transparency is not looked at.
    /// </param>
    /// <param name="id">The video's name.</param>
    /// <param name="framesPerSecond">Images a second; null when unknown, which counts as <see cref="VideoOptions.AssumedFramesPerSecond"/>.</param>
    /// <param name="labels">One an image: 0 normal, 1 anomalous, NaN unknown; null when unlabelled.</param>
    /// <returns>The source; nothing is read yet.</returns>
    /// <exception cref="VadException">Labels that are none of 0, 1 and NaN, or of another length than the images where their number is known.</exception>
    public static VideoSource FromImages(IEnumerable<MLImage> images, string id = "images", double? framesPerSecond = null, float[]? labels = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        return FromCode(id, new PushedImageSource(id, images, framesPerSecond), labels);
    }

    /// <summary>The videos as a camera of so many frames a second would have shown them, where they have more.</summary>
    /// <param name="framesPerSecond">How many; 0 for all.</param>
    internal VideoSource AtMost(double framesPerSecond) => framesPerSecond > 0
        ? new VideoSource(Name, [.. Videos.Select(video => ThinnedFrameSource.Of(video, framesPerSecond)?.Video ?? video)], CountWarning) { Assumed = Assumed }
        : this;

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static VideoSource FromCode(string id, FrameSource frames, float[]? labels)
    {
        FrameLabels? known = labels is null ? null : FrameLabels.Checked(labels, $"The array of video '{id}'");
        var video = new VadVideo(id, frames, known is null ? null : () => known);
        if (video.FrameCount is { } count)
        {
            video.CheckLabelLength(count);
        }

        return new VideoSource(id, [video]);
    }

    private int? Sum(Func<VadVideo, int?> count)
    {
        int total = 0;
        foreach (VadVideo video in Videos)
        {
            if (count(video) is not { } frames)
            {
                return null;
            }

            total = checked(total + frames);
        }

        return total;
    }
}
