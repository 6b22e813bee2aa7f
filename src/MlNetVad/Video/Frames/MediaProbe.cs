using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace MlNetVad.Video.Frames;

/// <summary>What a container says of its first video stream, asked of <c>ffprobe</c>.</summary>
/// <param name="Info">Size after rotation, promised frames, frames per second.</param>
/// <param name="Duration">Seconds of the video stream that must come; null where none are promised, or where a cut shows as a complaint (mp4).</param>
/// <param name="StartsBetweenKeyFrames">Whether the first packet is no key frame.</param>
/// <param name="IsInterlaced">Whether a frame is two fields, taken at two times.</param>
/// <param name="HasEnd">Whether a length or a size is known, as of a file; a camera has none.</param>
internal sealed record MediaProbe(FrameSourceInfo Info, double? Duration, bool StartsBetweenKeyFrames, bool IsInterlaced, bool HasEnd)
{
    // packets may come in drops: a stream that is never quite silent must end too
    private const int Patience = 60;

    public static MediaProbe Run(MediaAddress address, CancellationToken cancellation)
    {
        List<string> arguments = ["-hide_banner", "-loglevel", ErrorTail.Level];
        arguments.AddRange(address.InputOptions());
        arguments.AddRange(["-select_streams", "v:0", "-of", "json", "-read_intervals", "%+#1", "-show_entries",
            "packet=flags:stream=width,height,field_order,avg_frame_rate,r_frame_rate,nb_frames,duration:stream_tags=rotate,DURATION:stream_side_data=rotation:format=duration,size,format_name,nb_streams",
            address.Input]);
        using Process process = FfmpegTool.Start("ffprobe", arguments);
        using CancellationTokenRegistration registration = cancellation.Register(() => FfmpegTool.Kill(process));
        using var watch = new DecoderWatch(process, DecoderWatch.UsualMemory);
        watch.Expect(address.IsUrl ? address.Stream.TimeoutSeconds + Patience : 2 * Patience);
        process.StandardInput.Close();
        var errors = new ErrorTail(process);
        string json = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        if (process.ExitCode != 0)
        {
            string reason = watch.Fault ?? errors.Summary(address);
            throw new VadException(address.IsUrl
                ? $"The stream '{address.Display}' could not be opened: {reason}; check the address, the network and the password."
                : $"'{address.Display}' cannot be read as video: {reason}; it may be truncated, damaged or not a video at all.");
        }

        return Parse(json) ?? throw new VadException($"'{address.Display}' holds no video stream; expected a video file, a folder of images or a stream's URL.");
    }

    private static MediaProbe? Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        if (!document.RootElement.TryGetProperty("streams", out JsonElement streams) || streams.GetArrayLength() == 0)
        {
            return null;
        }

        JsonElement stream = streams[0];
        int height = (int)(Number(stream, "height") ?? 0), width = (int)(Number(stream, "width") ?? 0);
        if (height <= 0 || width <= 0)
        {
            return null;
        }

        if (Math.Abs(Rotation(stream)) % 180 == 90)
        {
            (height, width) = (width, height);
        }

        double? rate = Rate(stream, "avg_frame_rate") ?? Rate(stream, "r_frame_rate");
        int? counted = (int?)Number(stream, "nb_frames");
        int? expected = counted ?? (Length(document.RootElement, stream) is { } seconds && rate is { } r ? (int)Math.Round(seconds * r) : null);
        return new MediaProbe(new FrameSourceInfo(height, width, expected is > 0 ? expected : null, rate), Promised(document.RootElement, stream),
            FirstFlags(document.RootElement) is { Length: > 0 } flags && flags[0] != 'K',
            Text(stream, "field_order") is "tt" or "bb" or "tb" or "bt",
            expected is > 0 || IsFile(document.RootElement.GetProperty("format")));
    }

    // the size of a playlist is not that of its stream
    private static bool IsFile(JsonElement format) => Number(format, "size") is > 0 && Text(format, "format_name") is not ("hls" or "dash");

    private static string? FirstFlags(JsonElement root) =>
        root.TryGetProperty("packets", out JsonElement packets) && packets.GetArrayLength() > 0 ? Text(packets[0], "flags") : null;

    // mp4 tells where every frame lies, so that its reader complains of a cut, and an edit list may leave frames out; a
    // transport stream promises nothing: its length is that of what is there;
    // the length of a whole file is that of its longest stream, which may be the sound
    private static double? Promised(JsonElement root, JsonElement stream)
    {
        JsonElement format = root.GetProperty("format");
        string name = Text(format, "format_name") ?? "";
        if (name.Contains("mp4", StringComparison.Ordinal) || name.StartsWith("mpeg", StringComparison.Ordinal))
        {
            return null;
        }

        bool ownLength = Number(stream, "duration") is not null || (stream.TryGetProperty("tags", out JsonElement tags) && tags.TryGetProperty("DURATION", out _));
        return ownLength || Number(format, "nb_streams") == 1 ? Length(root, stream) : null;
    }

    private static double? Length(JsonElement root, JsonElement stream)
    {
        if (Number(stream, "duration") is { } seconds)
        {
            return seconds;
        }

        if (stream.TryGetProperty("tags", out JsonElement tags) && Text(tags, "DURATION") is { } text
            && TimeSpan.TryParse(text.Length > 16 ? text[..16] : text, CultureInfo.InvariantCulture, out TimeSpan time))
        {
            return time.TotalSeconds;
        }

        return root.TryGetProperty("format", out JsonElement format) ? Number(format, "duration") : null;
    }

    private static double Rotation(JsonElement stream)
    {
        if (stream.TryGetProperty("side_data_list", out JsonElement list))
        {
            foreach (JsonElement item in list.EnumerateArray())
            {
                if (Number(item, "rotation") is { } turned)
                {
                    return turned;
                }
            }
        }

        return stream.TryGetProperty("tags", out JsonElement tags) ? Number(tags, "rotate") ?? 0 : 0;
    }

    private static double? Rate(JsonElement element, string name)
    {
        string[]? parts = Text(element, name)?.Split('/');
        return parts is { Length: 2 } && Value(parts[0]) is > 0 and var up && Value(parts[1]) is > 0 and var down ? up / down : null;
    }

    private static double? Number(JsonElement element, string name) => Value(Text(element, name));

    private static double? Value(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) ? value.ToString() : null;
}
