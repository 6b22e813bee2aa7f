namespace MlNetVad.Video.Frames;

/// <summary>A file or URL as ffmpeg takes it, and as the user may see it (without secrets).</summary>
internal sealed record MediaAddress(string Input, string Display, bool IsUrl)
{
    private static readonly string[] Schemes = ["rtsp", "rtsps", "rtmp", "rtmps", "rtp", "srt", "http", "https", "udp", "tcp"];

    /// <summary>How long a stream may be silent, and be away.</summary>
    public StreamOptions Stream { get; init; } = new();

    public static bool LooksLikeUrl(string text)
    {
        int colon = text.IndexOf("://", StringComparison.Ordinal);
        return colon > 0 && Array.Exists(Schemes, s => text.AsSpan(0, colon).Equals(s, StringComparison.OrdinalIgnoreCase));
    }

    public static MediaAddress Parse(string pathOrUrl) => LooksLikeUrl(pathOrUrl)
        ? new MediaAddress(pathOrUrl, Secrets.Hide(pathOrUrl), IsUrl: true)
        : new MediaAddress("file:" + Path.GetFullPath(pathOrUrl), pathOrUrl, IsUrl: false);

    /// <summary>The arguments in front of <c>-i</c>: a file's kind where ffmpeg mistakes it; timeouts, so that a dead address ends in an error and not in silence.</summary>
    public IEnumerable<string> InputOptions()
    {
        if (!IsUrl)
        {
            return FfmpegList.IsPattern(Input) ? ["-f", "image2", "-pattern_type", "none"] : TransportStream.Is(Input["file:".Length..]) ? ["-f", "mpegts"] : [];
        }

        string microseconds = FormattableString.Invariant($"{Stream.TimeoutSeconds * 1e6:0}");
        return Input.StartsWith("rtsp", StringComparison.OrdinalIgnoreCase)
            ? ["-rtsp_transport", "tcp", FfmpegTool.RtspTimeoutOption, microseconds]
            : ["-rw_timeout", microseconds];
    }

    /// <summary>A tool's text with every address as the user may see it.</summary>
    public string Clean(string text) => Secrets.HideIn(text.Replace(Input, Display, StringComparison.Ordinal));
}
