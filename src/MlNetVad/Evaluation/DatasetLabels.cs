using MlNetVad.Video;
using MlNetVad.Video.Labels;

namespace MlNetVad.Evaluation;

/// <summary>Puts a data set's labels to scores that came from elsewhere.</summary>
internal static class DatasetLabels
{
    private const int SmallSide = 16;

    /// <summary>Refuses a set in which no video is labelled.</summary>
    public static void Require(VideoSource dataset)
    {
        if (!dataset.Videos.Any(v => v.HasLabels))
        {
            throw new VadException($"'{dataset.Name}' has no labels to evaluate against; add labels.csv, or use 'mlnetvad score' for video without labels.");
        }
    }

    /// <summary>The set's labels, one a frame of each video; a video file whose labels do not say its length is decoded once to count.</summary>
    /// <exception cref="VadException">The set has no labels, or they do not fit its videos.</exception>
    public static IReadOnlyList<VideoScores> Read(VideoSource dataset, CancellationToken cancellation)
    {
        Require(dataset);
        return [.. dataset.Videos.Select(video =>
        {
            float[] labels = video.Labels is { } known ? [.. known] : new float[video.FrameCount ?? Count(video, cancellation)];
            for (int frame = 0; frame < labels.Length; frame++)
            {
                labels[frame] = video.LabelOf(frame);
            }

            var unscored = new float[labels.Length];
            unscored.AsSpan().Fill(float.NaN);
            return new VideoScores(video.Id, unscored, labels);
        })];
    }

    /// <summary>Labels of a table, for the videos that a method has scored: no video is needed.</summary>
    /// <param name="path">A CSV file of columns <c>video,frame,label</c> or <c>video,first,last</c>.</param>
    /// <param name="scores">Says which videos there are, and how long they are.</param>
    /// <exception cref="VadException">The table cannot be read, names other videos, or does not fit their lengths.</exception>
    public static IReadOnlyList<VideoScores> Read(string path, IReadOnlyList<VideoScores> scores)
    {
        CsvLabels table = CsvLabels.Read(path);
        table.CheckNames(scores.Select(v => v.VideoId).ToHashSet(StringComparer.Ordinal));
        return [.. scores.Select(video =>
        {
            int frames = video.Scores.Length;
            float[] unknown = new float[frames];
            unknown.AsSpan().Fill(float.NaN);
            FrameLabels? labels = table.For(video.VideoId);
            labels?.CheckLength(video.VideoId, frames);
            return new VideoScores(video.VideoId, unknown, labels?.Expand(frames) ?? unknown);
        })];
    }

    /// <summary>The scores under the set's labels, in the set's order.</summary>
    /// <param name="set">What <c>Read</c> gave.</param>
    /// <param name="scores">One method's scores; their own labels must not contradict the set's.</param>
    /// <param name="name">The method, for the message.</param>
    /// <exception cref="VadException">Videos, frames or labels do not fit; the message lists what.</exception>
    public static IReadOnlyList<VideoScores> Apply(IReadOnlyList<VideoScores> set, IReadOnlyList<VideoScores> scores, string name)
    {
        Dictionary<string, VideoScores> byId = scores.ToDictionary(v => v.VideoId, StringComparer.Ordinal);
        List<string> faults = [.. byId.Keys.Except(set.Select(v => v.VideoId)).Select(id => $"video '{id}' is not in the set")];
        foreach (VideoScores video in set)
        {
            if (!byId.TryGetValue(video.VideoId, out VideoScores? scored))
            {
                faults.Add($"video '{video.VideoId}' has no score");
                continue;
            }

            int frames = scored.Scores.Length, expected = video.Labels.Length;
            faults.AddRange(frames == expected ? Contradictions(video, scored)
                : frames < expected ? [$"video '{video.VideoId}': {Faults.Frames(frames, expected - 1)} {(expected - frames == 1 ? "is" : "are")} missing ({expected} in the set)"]
                : [$"video '{video.VideoId}': {Faults.Frames(expected, frames - 1)} {(frames - expected == 1 ? "is" : "are")} not in the set ({expected} there)"]);
        }

        return faults.Count == 0
            ? [.. set.Select(video => new VideoScores(video.VideoId, byId[video.VideoId].Scores, video.Labels))]
            : throw new VadException($"The scores of '{name}' do not fit the labelled set: {Faults.Join(faults)}; expected every frame of {Ids(set)}, from 0 on, once.");
    }

    /// <summary>Labels of the file that differ from the set's, and scores missing between others.</summary>
    private static IEnumerable<string> Contradictions(VideoScores video, VideoScores scored)
    {
        int first = Array.FindIndex(scored.Scores, s => !float.IsNaN(s)), last = Array.FindLastIndex(scored.Scores, s => !float.IsNaN(s));
        if (first < 0)
        {
            yield return $"video '{video.VideoId}' has no score";
        }

        for (int frame = 0; frame < video.Labels.Length; frame++)
        {
            if (frame > first && frame < last && float.IsNaN(scored.Scores[frame]))
            {
                yield return $"video '{video.VideoId}', frame {frame}: the score is missing between scored frames";
            }

            if (!float.IsNaN(scored.Labels[frame]) && !scored.Labels[frame].Equals(video.Labels[frame]))
            {
                yield return $"video '{video.VideoId}', frame {frame}: the file's label is {scored.Labels[frame]}, the set's {video.Labels[frame]}";
            }
        }
    }

    private static string Ids(IReadOnlyList<VideoScores> set) =>
        set.Count <= 3 ? string.Join(", ", set.Select(v => $"'{v.VideoId}'")) : $"the {set.Count} videos '{set[0].VideoId}', '{set[1].VideoId}', … '{set[^1].VideoId}'";

    private static int Count(VadVideo video, CancellationToken cancellation)
    {
        var format = new FrameFormat(SmallSide, SmallSide, 1);
        byte[] frame = new byte[format.FrameBytes];
        int frames = 0;
        using FrameReader reader = video.OpenFrames(format, cancellation);
        while (reader.Read(frame))
        {
            frames++;
        }

        return frames;
    }
}
