using Microsoft.ML.Data;
using MlNetVad.Cli.Scores;
using MlNetVad.Video;

namespace MlNetVad.Cli.Bench;

/// <summary>The video to measure on: the user's, or the generated scene, encoded to a file, so that decoding is decoding.</summary>
internal sealed class BenchVideo : IDisposable
{
    private const string Scene = "synthetic:scene?split=test&videos=1&frames=500&width=640&height=480";

    private readonly string? _file;

    private BenchVideo(VideoSource source, string name, string? file) => (Source, Name, _file) = (source, name, file);

    /// <summary>The videos.</summary>
    public VideoSource Source { get; }

    /// <summary>What they are, for the table.</summary>
    public string Name { get; }

    /// <summary>Opens the user's video, or makes one.</summary>
    /// <exception cref="VadException">There is no such video, it comes live, or ffmpeg is missing.</exception>
    public static BenchVideo Open(string? input, CancellationToken cancellation)
    {
        if (input is null)
        {
            string file = Path.Combine(Path.GetTempPath(), $"mlnetvad-bench-{Guid.NewGuid():N}.mp4");
            Encode(VideoSource.FromPath(Scene).Videos[0], file, cancellation);
            return new BenchVideo(VideoSource.FromPath(file), "the generated scene, encoded by ffmpeg", file);
        }

        VideoSource source = VideoSource.FromPath(input);
        return source.Videos.FirstOrDefault(video => video.IsLive) is { } live
            ? throw new VadException($"'{live.Id}' comes live, at its own pace; record it, and give the file.")
            : new BenchVideo(source, source.Name, null);
    }

    /// <summary>Deletes what was made.</summary>
    public void Dispose()
    {
        if (_file is not null)
        {
            File.Delete(_file);
        }
    }

    private static void Encode(VadVideo video, string path, CancellationToken cancellation)
    {
        using FrameReader reader = video.OpenFrames(new FrameFormat(0, 0, 3), cancellation);
        using var file = new VideoFile(path, video.FramesPerSecond ?? new VideoOptions().AssumedFramesPerSecond);
        byte[] frame = new byte[reader.Format.FrameBytes], pixels = new byte[frame.Length / 3 * 4];
        while (reader.Read(frame))
        {
            for (int from = 0, to = 0; from < frame.Length; from += 3, to += 4)
            {
                (pixels[to], pixels[to + 1], pixels[to + 2], pixels[to + 3]) = (frame[from], frame[from + 1], frame[from + 2], byte.MaxValue);
            }

            using var picture = MLImage.CreateFromPixels(reader.Format.Width, reader.Format.Height, MLPixelFormat.Rgba32, pixels);
            file.Add(picture);
        }

        file.Commit();
    }
}
