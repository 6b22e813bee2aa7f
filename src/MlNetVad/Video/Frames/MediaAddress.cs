namespace MlNetVad.Video.Frames;

/// <summary>A file or URL as ffmpeg takes it, and as the user may see it (without passwords).</summary>
internal sealed record MediaAddress(string Input, string Display, bool IsUrl)
{
    private static readonly string[] Schemes = ["rtsp", "rtsps", "rtmp", "rtmps", "rtp", "srt", "http", "https", "udp", "tcp"];

    public static bool LooksLikeUrl(string text)
    {
        int colon = text.IndexOf("://", StringComparison.Ordinal);
        return colon > 0 && Array.Exists(Schemes, s => text.AsSpan(0, colon).Equals(s, StringComparison.OrdinalIgnoreCase));
    }

    public static MediaAddress Parse(string pathOrUrl) => LooksLikeUrl(pathOrUrl)
        ? new MediaAddress(pathOrUrl, WithoutUser(pathOrUrl), IsUrl: true)
        : new MediaAddress("file:" + Path.GetFullPath(pathOrUrl), pathOrUrl, IsUrl: false);

    /// <summary>The arguments in front of <c>-i</c>: timeouts, so that a dead address ends in an error and not in silence.</summary>
    public IEnumerable<string> InputOptions()
    {
        const string TenSeconds = "10000000";
        if (!IsUrl)
        {
            return FfmpegList.IsPattern(Input) ? ["-f", "image2", "-pattern_type", "none"] : [];
        }

        return Input.StartsWith("rtsp", StringComparison.OrdinalIgnoreCase)
            ? ["-rtsp_transport", "tcp", FfmpegTool.RtspTimeoutOption, TenSeconds]
            : ["-rw_timeout", TenSeconds];
    }

    /// <summary>A tool's text with the address as the user may see it.</summary>
    public string Clean(string text) => text.Replace(Input, Display, StringComparison.Ordinal);

    private static string WithoutUser(string url)
    {
        int host = url.IndexOf("://", StringComparison.Ordinal) + 3;
        int slash = url.IndexOf('/', host);
        int end = slash < 0 ? url.Length : slash;
        int at = url.LastIndexOf('@', end - 1, end - host);
        return at < 0 ? url : string.Concat(url.AsSpan(0, host), url.AsSpan(at + 1));
    }
}
