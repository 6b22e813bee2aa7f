namespace MlNetVad.Evaluation;

/// <summary>
/// Collects (video, frame, score, label) rows in any order and gives whole videos, every frame scored: frames before
/// the first scored one and after the last take its score, and are counted.
/// </summary>
public sealed class FrameScoreTable
{
    private readonly Dictionary<string, Entry> _videos = [];
    private readonly List<string> _order = [];

    /// <summary>Says that a video is coming and how many frames it has; videos are given out in this order.</summary>
    /// <param name="videoId">The video's id, unique.</param>
    /// <param name="frames">All its frames, scored or not; at least 1.</param>
    /// <param name="labels">
    /// One a frame, or empty: then a frame's label is what its row says, and unscored frames have none and stay out of
    /// every rate.
    /// </param>
    /// <exception cref="VadException">The id was there already, or the labels have another length.</exception>
    public void AddVideo(string videoId, int frames, ReadOnlySpan<float> labels = default)
    {
        ArgumentNullException.ThrowIfNull(videoId);
        if (frames < 1)
        {
            throw new VadException($"Video '{videoId}' has no frames; expected at least one, check its files.");
        }

        if (labels.Length != 0 && labels.Length != frames)
        {
            throw new VadException($"Video '{videoId}' has {Counted.Of(frames, "frame")} but {Counted.Of(labels.Length, "label")}; expected one label a frame, check the label file.");
        }

        Entry entry = new(new float[frames], labels.Length == 0 ? new float[frames] : labels.ToArray());
        entry.Scores.AsSpan().Fill(float.NaN);
        if (labels.Length == 0)
        {
            entry.Labels.AsSpan().Fill(float.NaN);
        }

        if (!_videos.TryAdd(videoId, entry))
        {
            throw new VadException($"Video '{videoId}' appears twice; expected one id a video, rename one of them.");
        }

        _order.Add(videoId);
    }

    /// <summary>Adds one scored frame.</summary>
    /// <param name="videoId">An id given to <see cref="AddVideo"/>.</param>
    /// <param name="frame">0-based.</param>
    /// <param name="score">A finite number; higher is more anomalous.</param>
    /// <param name="label">0 normal, 1 anomalous, NaN unknown: then what <see cref="AddVideo"/> was told stays.</param>
    /// <exception cref="VadException">Unknown video or frame, a frame scored twice, a score that is no finite number, or a label that contradicts.</exception>
    public void Add(string videoId, long frame, float score, float label = float.NaN)
    {
        if (!_videos.TryGetValue(videoId, out Entry? video))
        {
            throw new VadException($"A score belongs to video '{videoId}', which the set does not list; score the same set that is evaluated.");
        }

        if (frame < 0 || frame >= video.Scores.Length)
        {
            throw new VadException($"Video '{videoId}', frame {frame}: the video has {Counted.Of(video.Scores.Length, "frame")}, numbered from 0; score the same set that is evaluated.");
        }

        if (!float.IsFinite(score))
        {
            throw new VadException($"Video '{videoId}', frame {frame}: the score is {score}; expected a finite number, check the model that gave it.");
        }

        if (!float.IsNaN(video.Scores[frame]))
        {
            throw new VadException($"Video '{videoId}', frame {frame} is scored twice; expected one score a frame.");
        }

        if (!float.IsNaN(label))
        {
            if (!float.IsNaN(video.Labels[frame]) && video.Labels[frame] != label)
            {
                throw new VadException($"Video '{videoId}', frame {frame}: the row's label is {label} but the set's is {video.Labels[frame]}; use one label source.");
            }

            video.Labels[frame] = label;
        }

        video.Scores[frame] = score;
    }

    /// <summary>All videos, in the order of <see cref="AddVideo"/>, every frame scored.</summary>
    /// <exception cref="VadException">No video, a video without any score, or a frame missing between scored ones.</exception>
    public IReadOnlyList<VideoScores> Build()
    {
        if (_order.Count == 0)
        {
            throw new VadException("There are no scored videos; expected at least one, check the input folder.");
        }

        return [.. _order.Select(id => new VideoScores(id, [.. _videos[id].Scores], [.. _videos[id].Labels]).Fill())];
    }

    private sealed record Entry(float[] Scores, float[] Labels);
}
