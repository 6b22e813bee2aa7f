using MlNetVad.Video.Scale;
using static System.FormattableString;

namespace MlNetVad.Video.Examination;

/// <summary>Judges training video: what a model of it will know, what it will miss, and what to record.</summary>
internal static class VideoCheck
{
    /// <summary>Mean grey levels below which a picture is dark, and below which it is dim.</summary>
    public const double Dark = 40, Dim = 80;

    /// <summary>Seconds from which there is enough to learn from.</summary>
    public const double GoodSeconds = 600;

    private const double LeastSeconds = 30, LeastRate = 5, ClipSeconds = 1;
    private const double Blank = 6, MuchNoise = 6, LeastMoving = 0.1, LeastPlace = 0.05, LeastPixels = 12, Frozen = 0.3, Upset = 0.05;

    /// <summary>All findings, in the order in which they are shown; the video does not suffice where a needed one is missing.</summary>
    public static IReadOnlyList<Finding> Examine(TrainingVideo video) =>
    [
        Amount(video),
        Videos(video),
        Formats(video),
        Picture(video),
        Light(video),
        Movement(video),
        Places(video),
        Sizes(video),
        Steadiness(video),
        Losses(video),
    ];

    private static Finding Amount(TrainingVideo video)
    {
        string found = $"{Time(video.Seconds)}, {Counted.Of(video.Frames, "frame")}";
        return video.Seconds < LeastSeconds
            ? new Finding("amount", FindingState.Missing, found, Invariant($"Too little to learn from: record at least {LeastSeconds} s of normal life, better an hour of every kind of day."), Needed: true)
            : video.Seconds < GoodSeconds
            ? new Finding("amount", FindingState.Warning, found, "What is normal but did not happen in that time will alarm: record more, best an hour that holds all that is usual.", Needed: true)
            : new Finding("amount", FindingState.Ok, found, "what is usual happened often enough to be learned, if it is in there", Needed: true);
    }

    private static Finding Videos(TrainingVideo video) => video.Source.Videos.Count > 1
        ? new Finding("videos", FindingState.Ok, $"{video.Source.Videos.Count}", "some are held out to find the threshold")
        : new Finding("videos", FindingState.Warning, "1", "The threshold is found on parts of one recording, which are much alike: record on several days, a file each.");

    private static Finding Formats(TrainingVideo video)
    {
        (FrameFormat Size, double? Rate)[] kinds = [.. video.Source.Videos.Select(v => (v.NativeFormat, v.FramesPerSecond)).Distinct()];
        string found = string.Join("; ", kinds.Take(4).Select(k => Invariant($"{k.Size.Width}×{k.Size.Height} at {(k.Rate is { } rate ? Invariant($"{rate:0.##} fps") : "an unknown rate")}")))
            + (kinds.Length > 4 ? $"; {kinds.Length - 4} more" : "");
        VadVideo? brief = video.Source.Videos.FirstOrDefault(v => v.ExpectedFrameCount / (v.FramesPerSecond ?? 10) < ClipSeconds);
        double[] aspects = [.. kinds.Select(k => (double)k.Size.Width / k.Size.Height)];
        return brief is not null
            ? new Finding("sizes and rates", FindingState.Missing, found, $"Video '{brief.Id}' is shorter than a clip of {ClipSeconds} s: leave it out.", Needed: true)
            : kinds.Any(k => k.Rate < LeastRate)
            ? new Finding("sizes and rates", FindingState.Warning, found, Invariant($"Below {LeastRate} fps, movement jumps: fast things will not be followed; set the camera to 10 fps."))
            : aspects.Max() > 1.05 * aspects.Min()
            ? new Finding("sizes and rates", FindingState.Warning, found, "Proportions differ, so things will be stretched: are these one camera? Train one model a camera.")
            : new Finding("sizes and rates", FindingState.Ok, found, $"worked on at {video.Size.Width}×{video.Size.Height}, clips of {ClipSeconds} s");
    }

    private static Finding Picture(TrainingVideo video)
    {
        double blank = video.Share(pair => pair.Contrast < Blank);
        string found = Invariant($"{(video.Size.Channels == 3 ? "colour" : "grey")}; {100 * blank:0} % of the looks without a picture");
        return blank > 0.9
            ? new Finding("picture", FindingState.Missing, found, "There is nothing to see: uncover the camera, give light, or leave these videos out.", Needed: true)
            : blank > 0
            ? new Finding("picture", FindingState.Warning, found, "A covered or black camera will count as normal: leave these parts out.", Needed: true)
            : new Finding("picture", FindingState.Ok, found, video.Size.Channels == 3 ? "colour will be used" : "what differs by its colour alone will not be found", Needed: true);
    }

    private static Finding Light(TrainingVideo video)
    {
        double[] light = [.. video.Survey.Pairs.Select(pair => pair.Light).DefaultIfEmpty(0)];
        (string Name, bool Seen)[] kinds =
        [
            ("dark", light.Any(l => l < Dark)),
            ("dim", light.Any(l => l is >= Dark and < Dim)),
            ("bright", light.Any(l => l >= Dim)),
        ];
        string[] seen = [.. kinds.Where(kind => kind.Seen).Select(kind => kind.Name)], unseen = [.. kinds.Where(kind => !kind.Seen).Select(kind => kind.Name)];
        string found = Invariant($"{string.Join(", ", seen)}: mean grey level {light.Min():0} to {light.Max():0} of 255");
        return unseen.Length == 0
            ? new Finding("light", FindingState.Ok, found, "day and night were seen")
            : new Finding("light", FindingState.Warning, found, $"A {string.Join(" or ", unseen)} picture will be unusual by itself: if the camera is to watch then too, record then.");
    }

    private static Finding Movement(TrainingVideo video)
    {
        string found = Invariant($"something moved in {100 * video.MovingShare:0} % of {video.Survey.Pairs.Count} looks; {video.Size.Heights.Count} things seen");
        return video.Size.Heights.Count == 0
            ? new Finding("movement", FindingState.Warning, found, "Whatever moves will be unusual: if people or vehicles are normal here, record when they pass.")
            : video.MovingShare < LeastMoving || !video.Size.IsKnown
            ? new Finding("movement", FindingState.Warning, found, "So little was seen moving that many normal movements will alarm: record busier times too.")
            : new Finding("movement", FindingState.Ok, found, "other speeds and directions will stand out");
    }

    private static Finding Places(TrainingVideo video)
    {
        string found = Invariant($"things moved in {100 * video.PlaceShare:0} % of the picture");
        return video.PlaceShare < LeastPlace
            ? new Finding("places", FindingState.Warning, found, "Anywhere else, whoever comes will be new: record until people have walked wherever they may, or point the camera closer.")
            : new Finding("places", FindingState.Ok, found, "where nothing moved, whoever comes will be new");
    }

    private static Finding Sizes(TrainingVideo video)
    {
        double pixels = video.Size.ObjectHeight * video.Size.Native.Height;
        string found = video.Size.IsKnown ? Invariant($"a typical thing is {pixels:0} pixels tall, {100 * video.Size.ObjectHeight:0} % of the picture") : "too few things to tell";
        return !video.Size.IsKnown
            ? new Finding("size of things", FindingState.Warning, found, $"A usual size is assumed ({video.Size.Width}×{video.Size.Height} pictures): record more movement.")
            : pixels < LeastPixels
            ? new Finding("size of things", FindingState.Warning, found, "Too small for posture, looks and slow movement; only fast or misplaced things will be found: zoom in, or record larger pictures.")
            : new Finding("size of things", FindingState.Ok, found, Invariant($"worked on at {video.Size.ObjectHeight * video.Size.Height:0} pixels"));
    }

    private static Finding Steadiness(TrainingVideo video)
    {
        double noise = video.Survey.Pairs.Select(pair => pair.Noise).DefaultIfEmpty(0).Average(), upset = video.Share(pair => pair.IsUpset);
        string found = Invariant($"noise {noise:0.0} grey levels; all of the picture changed in {100 * upset:0} % of the looks");
        return upset > Upset
            ? new Finding("steadiness", FindingState.Warning, found, "The camera moves, or scenes are cut: fix it, and train one model a scene.")
            : noise > MuchNoise
            ? new Finding("steadiness", FindingState.Warning, found, "Faint things drown in noise or shaking: give light, fix the camera.")
            : new Finding("steadiness", FindingState.Ok, found, "the camera stands still");
    }

    private static Finding Losses(TrainingVideo video)
    {
        double frozen = video.Share(pair => pair.IsFrozen);
        string bits = video.Survey.BitsPerPixel is { } b ? Invariant($"{b:0.000} bits a pixel; ") : "";
        string found = Invariant($"{bits}{100 * frozen:0} % of the looks without any change; {video.Survey.PairsMissing} looks without frames");
        return video.Survey.PairsMissing > 0
            ? new Finding("compression and drops", FindingState.Warning, found, "Some frames that the files promise cannot be decoded: copy them again, or cut them to their good part.")
            : frozen > Frozen
            ? new Finding("compression and drops", FindingState.Warning, found, "Frames are repeated or the picture stands still: a standstill of the camera will count as normal; check camera and network.")
            : video.Survey.BitsPerPixel < VideoSurvey.FewBits
            ? new Finding("compression and drops", FindingState.Warning, found, "Compressed so strongly that small and faint things are smeared: raise the camera's bit rate.")
            : new Finding("compression and drops", FindingState.Ok, found, "enough is left of the picture");
    }

    /// <summary>A duration in words.</summary>
    public static string Time(double seconds) => seconds >= 3600
        ? Invariant($"{seconds / 3600:0.0} hours")
        : seconds >= 60 ? Invariant($"{seconds / 60:0.0} minutes") : Invariant($"{seconds:0.0} seconds");
}
