namespace MlNetVad.Video.Datasets;

/// <summary>Numbers of videos and frames as published, to notice an incomplete or different copy.</summary>
internal static class PublishedCounts
{
    private static readonly Dictionary<(VadDatasetKind, VadSplit), (int Videos, int Frames)> Known = new()
    {
        [(VadDatasetKind.UcsdPed1, VadSplit.Train)] = (34, 6800),
        [(VadDatasetKind.UcsdPed1, VadSplit.Test)] = (36, 7200),
        [(VadDatasetKind.UcsdPed2, VadSplit.Train)] = (16, 2550),
        [(VadDatasetKind.UcsdPed2, VadSplit.Test)] = (12, 2010),
        [(VadDatasetKind.CuhkAvenue, VadSplit.Train)] = (16, 15328),
        [(VadDatasetKind.CuhkAvenue, VadSplit.Test)] = (21, 15324),
        [(VadDatasetKind.ShanghaiTech, VadSplit.Train)] = (330, 274515),
        [(VadDatasetKind.ShanghaiTech, VadSplit.Test)] = (107, 40791),
    };

    /// <summary>Makes a source that carries the warning; frames are compared where they are known without decoding.</summary>
    public static VideoSource Source(VadDatasetKind kind, VadSplit split, List<VadVideo> videos, Func<string?>? assumed = null)
    {
        string name = $"{kind} {(split == VadSplit.Train ? "train" : "test")}";
        var source = new VideoSource(name, videos);
        return new VideoSource(name, videos, Warning(kind, split, videos.Count, source.FrameCount)) { Assumed = assumed };
    }

    /// <summary>One sentence when counts differ from the published ones, else null.</summary>
    public static string? Warning(VadDatasetKind kind, VadSplit split, int videos, int? frames)
    {
        if (!Known.TryGetValue((kind, split), out (int Videos, int Frames) published) || (videos == published.Videos && (frames ?? published.Frames) == published.Frames))
        {
            return null;
        }

        string found = Counted.Of(videos, "video") + (frames is { } count ? $" with {Counted.Of(count, "frame")}" : "");
        return $"{kind} {split} has {found} here but {published.Videos} with {published.Frames} were published: results are not comparable.";
    }
}
