using MlNetVad.Video.Frames;

namespace MlNetVad.Service.Cameras;

/// <summary>What a camera's address may be. Nothing that is not named here reaches ffmpeg or the disk.</summary>
internal static class CameraSource
{
    /// <summary>Stands for frames that somebody pushes.</summary>
    public const string Pushed = "push";

    private const int Longest = 2000;
    private const string Expected = "give rtsp://…, rtsps://…, http://…, https://…, synthetic:scene, push, or a file or folder below a media folder";
    private static readonly string[] Schemes = ["rtsp", "rtsps", "http", "https"];

    /// <summary>Checks an address and gives it as it is kept.</summary>
    /// <param name="text">What somebody typed.</param>
    /// <param name="mediaFolders">Where files may lie.</param>
    /// <exception cref="VadException">It is none of what is allowed.</exception>
    public static string Check(string? text, IEnumerable<string> mediaFolders)
    {
        text = text?.Trim() ?? "";
        if (text.Length is 0 or > Longest || text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) && c != ' '))
        {
            throw new VadException($"The source is empty, longer than {Longest} characters or holds control characters; {Expected}.");
        }

        if (text == Pushed)
        {
            return text;
        }

        if (text.StartsWith("synthetic:", StringComparison.OrdinalIgnoreCase))
        {
            _ = Video.VideoSource.FromPath(text);
            return text;
        }

        return text.Contains("://", StringComparison.Ordinal) ? Address(text) : Inside(text, mediaFolders);
    }

    /// <summary>The address as it may be shown.</summary>
    public static string Show(string source) => Secrets.Hide(source);

    private static string Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && Schemes.Contains(uri.Scheme) && uri.Host.Length > 0 && !text.Contains(' ')
            ? text
            : throw new VadException($"The source '{Show(text)}' is no address of a camera; {Expected}.");

    // links are followed first: what counts is where the file lies
    private static string Inside(string text, IEnumerable<string> mediaFolders)
    {
        if (text.Contains(':', StringComparison.Ordinal) && !OperatingSystem.IsWindows())
        {
            throw new VadException($"The source '{text}' is no address of a camera; {Expected}.");
        }

        foreach (string folder in mediaFolders.Select(Real))
        {
            string path = Real(Path.GetFullPath(text, folder));
            if (path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) && Path.Exists(path))
            {
                return path;
            }
        }

        throw new VadException($"The source '{text}' is no file or folder below a media folder; {Expected}.");
    }

    private static string Real(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        string? parent = Path.GetDirectoryName(full);
        if (parent is null)
        {
            return full;
        }

        string real = Path.Combine(Real(parent), Path.GetFileName(full));
        FileSystemInfo item = Directory.Exists(real) ? new DirectoryInfo(real) : new FileInfo(real);
        return item.LinkTarget is null ? real : Real(item.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? real);
    }
}
