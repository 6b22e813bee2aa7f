namespace MlNetVad.Video.Frames;

/// <summary>Pictures of any sizes as videos: each run of pictures of one size is a video.</summary>
internal static class PictureRuns
{
    /// <summary>The videos, each named after its first picture.</summary>
    /// <param name="files">Full paths, in order.</param>
    /// <exception cref="VadException">A picture cannot be read.</exception>
    public static IReadOnlyList<VadVideo> Of(string[] files)
    {
        var videos = new List<VadVideo>();
        var run = new List<string>();
        (int Height, int Width) current = default;
        foreach (string file in files)
        {
            ImageHeader header = ImageHeader.Read(file);
            (int Height, int Width) next = (header.Height, header.Width);
            if (run.Count > 0 && next != current)
            {
                videos.Add(Video(run));
                run.Clear();
            }

            current = next;
            run.Add(file);
        }

        videos.Add(Video(run));
        return videos;
    }

    private static VadVideo Video(List<string> run) =>
        new(Path.GetFileName(run[0]), new ImageFolderSource(Path.GetDirectoryName(run[0])!, run.ToArray()));
}
